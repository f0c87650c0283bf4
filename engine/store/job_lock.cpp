// SPDX-License-Identifier: Apache-2.0
#include "engine/store/catalogue_file.h"
#include "engine/store/file_lock.h"
#include "engine/store/job_rows.h"
#include "engine/store/schema.h"
#include "engine/store/system_error.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <sqlite3.h>
#include <thread>
#include <unistd.h>

namespace winnow::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kBetweenRows = std::chrono::milliseconds(250);
constexpr int kProgressBusyMilliseconds = 100;
/// A job that has written its last row lets go of its lock a moment later.
constexpr int kPatience = 200;
constexpr auto kPause = std::chrono::milliseconds(10);

struct Claim {
    JobRow row;
    FileLock lock;
    bool again;  ///< an earlier attempt of the same job is continued
};

Error alreadyRunning(const JobRow& row) {
    return badInput("the same " + row.kind + " job is running already (" + row.id + ", process " +
                    std::to_string(row.pid) + "); wait for it or cancel it");
}

void markRunning(SQLite::Database& database, const JobRow& row) {
    SQLite::Statement upsert(
        database,
        "INSERT INTO job(id, kind, spec, state, pid, created, started) "
        "VALUES (?, ?, ?, 'running', ?, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET state = 'running', pid = excluded.pid, "
        "started = excluded.started, ended = '', message = '', artifact = NULL");
    upsert.bind(1, row.id);
    upsert.bind(2, row.kind);
    upsert.bind(3, row.spec);
    upsert.bind(4, row.pid);
    upsert.bind(5, row.created);
    upsert.bind(6, row.started);
    upsert.exec();
}

/// Takes the job, as the only writer of the catalogue; empty while an earlier attempt is just
/// ending.
std::optional<Claim> claimed(const ProjectState& project, JobRow wanted) {
    return project.catalogue.write([&](SQLite::Database& database) -> std::optional<Claim> {
        const auto earlier = jobRowsWhere(database,
                                          "WHERE kind = ? AND spec = ? AND state <> 'done'",
                                          {wanted.kind, wanted.spec});
        const bool again = !earlier.empty();
        if (again) {
            wanted.id = earlier.back().id;
            wanted.created = earlier.back().created;
        } else {
            wanted.id = nextId(database, "job");
        }
        auto lock = FileLock::tryAcquire(project.lockFile(wanted.id));
        if (!lock && again && earlier.back().state == JobState::Running)
            throw alreadyRunning(earlier.back());
        if (!lock) return std::nullopt;
        markRunning(database, wanted);
        return Claim{std::move(wanted), std::move(*lock), again};
    });
}

Claim claimedPatiently(const ProjectState& project,
                       std::string_view kind,
                       const nlohmann::json& spec) {
    project.requireWrite();
    JobRow wanted;
    wanted.kind = kind;
    wanted.spec = canonical(spec);
    wanted.pid = ::getpid();
    wanted.created = wanted.started = utcNow();
    for (int i = 0; i < kPatience; ++i) {
        if (auto claim = claimed(project, wanted)) return std::move(*claim);
        std::this_thread::sleep_for(kPause);
    }
    throw badInput("the same " + wanted.kind + " job is just ending; start it again in a moment");
}

}  // namespace

struct JobLock::Impl {
    const ProjectState& project;
    Claim claim;
    std::filesystem::path work;
    bool resumed = false;
    bool finished = false;
    std::string stage;
    std::int64_t done = 0, total = 0;
    Clock::time_point written{};

    Impl(const ProjectState& in, std::string_view kind, const nlohmann::json& spec)
        : project(in), claim(claimedPatiently(in, kind, spec)), work(in.workFolder(claim.row.id)) {
        std::error_code failure;
        resumed = claim.again && std::filesystem::is_directory(work, failure);
        std::filesystem::create_directories(work, failure);
        if (failure) throw systemError(failure.value(), "write to the project", project.folder);
    }

    void writeProgress(SQLite::Database& database) const {
        SQLite::Statement update(database,
                                 "UPDATE job SET stage = ?, done = ?, total = ? WHERE id = ?");
        update.bind(1, stage);
        update.bind(2, done);
        update.bind(3, total);
        update.bind(4, claim.row.id);
        update.exec();
    }
    void writeEnd(SQLite::Database& database,
                  JobState state,
                  std::string_view message,
                  std::string_view artifact) const {
        SQLite::Statement update(
            database,
            "UPDATE job SET state = ?, ended = ?, message = ?, artifact = ? WHERE id = ?");
        update.bind(1, std::string(jobStateName(state)));
        update.bind(2, utcNow());
        update.bind(3, std::string(message));
        if (!artifact.empty()) update.bind(4, std::string(artifact));  // else NULL
        update.bind(5, claim.row.id);
        update.exec();
    }
    void finish(JobState state, std::string_view message, std::string_view artifact) {
        if (finished) throw internalError("the job " + claim.row.id + " was finished twice");
        project.catalogue.write([&](SQLite::Database& database) {
            writeProgress(database);
            writeEnd(database, state, message, artifact);
        });
        finished = true;
        if (state != JobState::Done) return;
        // What cannot be removed now is removed when the project is next opened for writing.
        std::error_code ignored;
        std::filesystem::remove_all(work, ignored);
        std::move(claim.lock).removeFile();
    }
};

JobLock::JobLock(Project& project, std::string_view kind, const nlohmann::json& spec)
    : m_impl(std::make_unique<Impl>(*project.m_impl, kind, spec)) {}

JobLock::~JobLock() {
    if (!m_impl || m_impl->finished) return;
    try {
        m_impl->finish(JobState::Failed, "it ended before it was finished", {});
    } catch (...) {
        // The row stays Running without a lock, which is read as Interrupted.
    }
}

JobLock::JobLock(JobLock&&) noexcept = default;

const std::string& JobLock::id() const { return m_impl->claim.row.id; }
const std::filesystem::path& JobLock::workFolder() const { return m_impl->work; }
bool JobLock::resumed() const { return m_impl->resumed; }

void JobLock::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
    try {
        m_impl->stage = stage;
        m_impl->done = done;
        m_impl->total = total;
        const auto now = Clock::now();
        if (now - m_impl->written < kBetweenRows) return;
        m_impl->written = now;
        // Somebody else's long transaction must not hold up the computation.
        m_impl->project.catalogue.run([&](SQLite::Database& database) {
            sqlite3_busy_timeout(database.getHandle(), kProgressBusyMilliseconds);
            m_impl->writeProgress(database);
        });
    } catch (...) {
        // The next report comes soon.
    }
    m_impl->project.catalogue.run([](SQLite::Database& database) {
        sqlite3_busy_timeout(database.getHandle(), kBusyMilliseconds);
    });
}

void JobLock::finish(JobState state, std::string_view message, std::string_view artifact) {
    m_impl->finish(state, message, artifact);
}

}  // namespace winnow::store
