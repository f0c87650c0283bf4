// SPDX-License-Identifier: Apache-2.0
#include "engine/store/job_rows.h"

#include "engine/store/file_lock.h"

#include <array>

namespace winnow::store {
namespace {

// In the order of JobState.
constexpr std::array<std::string_view, 6> kNames{
    "queued", "running", "done", "failed", "cancelled", "interrupted"};

constexpr const char* kColumns =
    "SELECT id, kind, spec, state, pid, created, started, ended, stage, done, total, message, "
    "artifact FROM job ";

JobState stateOf(std::string_view name) {
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (kNames.at(i) == name) return static_cast<JobState>(i);
    throw internalError("the catalogue holds a job of unknown state '" + std::string(name) + "'");
}

}  // namespace

std::string_view jobStateName(JobState state) { return kNames.at(static_cast<std::size_t>(state)); }

std::vector<JobRow> jobRowsWhere(SQLite::Database& database,
                                 const std::string& condition,
                                 const std::vector<std::string>& values) {
    SQLite::Statement query(database, kColumns + condition + " ORDER BY sequence");
    for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i) + 1, values[i]);
    std::vector<JobRow> rows;
    while (query.executeStep()) {
        JobRow& row = rows.emplace_back();
        row.id = query.getColumn(0).getString();
        row.kind = query.getColumn(1).getString();
        row.spec = query.getColumn(2).getString();
        row.state = stateOf(query.getColumn(3).getString());
        row.pid = query.getColumn(4).getInt64();
        row.created = query.getColumn(5).getString();
        row.started = query.getColumn(6).getString();
        row.ended = query.getColumn(7).getString();
        row.stage = query.getColumn(8).getString();
        row.done = query.getColumn(9).getInt64();
        row.total = query.getColumn(10).getInt64();
        row.message = query.getColumn(11).getString();
        row.artifact = query.getColumn(12).getString();
    }
    return rows;
}

std::vector<JobRow> jobRows(const ProjectState& project) {
    auto rows = project.catalogue.run(
        [](SQLite::Database& database) { return jobRowsWhere(database, "", {}); });
    for (JobRow& row : rows) {
        if (row.state != JobState::Running || FileLock::isHeld(project.lockFile(row.id))) continue;
        // It may have finished between the two questions, so the row is asked again.
        auto again = project.catalogue.run([&](SQLite::Database& database) {
            return jobRowsWhere(database, "WHERE id = ?", {row.id});
        });
        if (!again.empty()) row = again.front();
        if (row.state != JobState::Running) continue;
        row.state = JobState::Interrupted;
        row.message = "its process ended before it was finished; the same job again continues it";
    }
    return rows;
}

}  // namespace winnow::store
