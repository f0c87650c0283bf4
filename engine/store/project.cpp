// SPDX-License-Identifier: Apache-2.0
#include "engine/store/project.h"

#include "engine/store/atomic.h"
#include "engine/store/job_rows.h"
#include "engine/store/project_state.h"
#include "engine/store/system_error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>

namespace winnow::store {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kFolders{"arrays", "work", "jobs"};

/// Absolute, so that a later change of the working folder does not move the project.
fs::path normalised(const fs::path& folder) {
    if (folder.empty()) throw badInput("the project folder has no name; give NAME.winnow");
    fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

void makeFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) throw systemError(failure.value(), "make the folder", folder);
}

/// A folder may become a project when it is empty or an earlier creation was cut off in it.
void requireVacant(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const bool ours = std::ranges::count(kFolders, name) > 0 || isTemporary(entry.path());
        if (!ours)
            throw badInput("the folder " + folder.string() +
                           " is no Winnow project and not empty; choose a new folder");
    }
    const fs::path arrays = folder / "arrays";
    if (fs::exists(arrays) && !fs::is_empty(arrays))
        throw badInput(
            "the catalogue project.db of " + folder.string() +
            " is missing though its folder arrays is not empty; restore it from a backup "
            "or choose a new folder");
}

void requireProject(const fs::path& folder) {
    std::error_code failure;
    const fs::file_status status = fs::status(folder, failure);
    if (status.type() == fs::file_type::not_found)
        throw badInput("there is no project " + folder.string() +
                       "; importing a data set into it makes one");
    if (failure) throw systemError(failure.value(), "open the project", folder);
    if (!fs::is_directory(status))
        throw badInput(folder.string() + " is a file; a project is a folder NAME.winnow");
    if (!fs::exists(folder / "project.db", failure)) {
        if (failure) throw systemError(failure.value(), "open the project", folder);
        throw badInput("the folder " + folder.string() +
                       " is no Winnow project: it has no project.db");
    }
}

}  // namespace

std::string utcNow() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string canonical(const nlohmann::json& spec) {
    try {
        return spec.dump();
    } catch (const nlohmann::json::type_error&) {
        throw badInput(
            "a field of the job holds text that is not UTF-8; rename that file or value");
    }
}

Project::Project(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Project::~Project() = default;
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&&) noexcept = default;

Project Project::create(const fs::path& wanted) {
    const fs::path folder = normalised(wanted);
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
        throw badInput(folder.string() + " is a file; a project is a folder NAME.winnow");
    if (!fs::exists(folder / "project.db", ignored)) {
        makeFolder(folder);
        withFileErrors([&] { requireVacant(folder); });
        for (const std::string_view name : kFolders) makeFolder(folder / name);
        Catalogue::create(folder / "project.db");
        syncFolder(folder);
        syncFolder(folder.parent_path());
    }
    return open(folder, Access::Write);
}

Project Project::open(const fs::path& wanted, Access access) {
    const fs::path folder = normalised(wanted);
    requireProject(folder);
    const auto mode = access == Access::Write ? Catalogue::Mode::Write : Catalogue::Mode::Read;
    Project project(
        std::make_unique<Impl>(Impl{{folder, access, Catalogue(folder / "project.db", mode)}}));
    if (access == Access::Write) {
        // Copying tools leave empty folders behind.
        for (const std::string_view name : kFolders) makeFolder(folder / name);
        withFileErrors([&] { sweepLeftovers(*project.m_impl); });
    }
    return project;
}

const fs::path& Project::folder() const { return m_impl->folder; }

std::vector<JobRow> Project::jobs() const { return jobRows(*m_impl); }

std::string Project::jobLog(std::string_view id) const {
    const fs::path file = m_impl->workFolder(id) / "log.txt";
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) ? readText(file) : std::string();
}

std::int64_t Project::dataVersion() const {
    return m_impl->catalogue.run([](SQLite::Database& database) {
        return database.execAndGet("PRAGMA data_version").getInt64();
    });
}

std::optional<std::string> Project::setting(std::string_view key) const {
    return m_impl->catalogue.run([&](SQLite::Database& database) -> std::optional<std::string> {
        SQLite::Statement query(database, "SELECT value FROM setting WHERE key = ?");
        query.bind(1, std::string(key));
        if (!query.executeStep()) return std::nullopt;
        return query.getColumn(0).getString();
    });
}

void Project::setSetting(std::string_view key, std::string_view value) {
    m_impl->requireWrite();
    m_impl->catalogue.write([&](SQLite::Database& database) {
        SQLite::Statement upsert(database,
                                 "INSERT INTO setting(key, value) VALUES (?, ?) "
                                 "ON CONFLICT(key) DO UPDATE SET value = excluded.value");
        upsert.bind(1, std::string(key));
        upsert.bind(2, std::string(value));
        upsert.exec();
    });
}

}  // namespace winnow::store
