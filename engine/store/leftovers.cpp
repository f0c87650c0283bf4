// SPDX-License-Identifier: Apache-2.0
#include "engine/store/artifact_rows.h"
#include "engine/store/atomic.h"
#include "engine/store/file_lock.h"
#include "engine/store/project_state.h"

#include <map>

namespace winnow::store {
namespace {

namespace fs = std::filesystem;

/// Names of drafts that have a folder, a lock file or both.
std::vector<std::string> draftsIn(const fs::path& arrays) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(arrays)) {
        std::string name = entry.path().filename().string();
        if (!name.starts_with(kDraftPrefix)) continue;
        if (name.ends_with(kLockSuffix)) name.resize(name.size() - kLockSuffix.size());
        names.push_back(std::move(name));
    }
    return names;
}

std::map<std::string, std::string> pendingByDraft(const ProjectState& project) {
    return project.catalogue.run([](SQLite::Database& database) {
        SQLite::Statement query(database, "SELECT draft, id FROM pending");
        std::map<std::string, std::string> result;
        while (query.executeStep())
            result.emplace(query.getColumn(0).getString(), query.getColumn(1).getString());
        return result;
    });
}

/// The folder got its final name, but its row was never written.
void removeHalfNamed(const ProjectState& project, const std::string& id) {
    project.catalogue.write([&](SQLite::Database& database) {
        SQLite::Statement committed(database, "SELECT 1 FROM artifact WHERE id = ?");
        committed.bind(1, id);
        std::error_code ignored;
        if (!committed.executeStep()) fs::remove_all(project.artifactFolder(id), ignored);
        removePending(database, id);
    });
}

void sweepDrafts(const ProjectState& project) {
    std::vector<std::string> drafts = draftsIn(project.arrays());
    const auto pending = pendingByDraft(project);
    for (const auto& [draft, id] : pending) drafts.push_back(draft);
    for (const std::string& draft : drafts) {
        auto lock = FileLock::tryAcquire(project.arrays() / (draft + std::string(kLockSuffix)));
        if (!lock) continue;  // its writer lives
        if (const auto found = pending.find(draft); found != pending.end())
            removeHalfNamed(project, found->second);
        std::error_code ignored;
        fs::remove_all(project.arrays() / draft, ignored);
        std::move(*lock).removeFile();
    }
}

void sweepWork(const ProjectState& project) {
    for (const auto& entry : fs::directory_iterator(project.folder / "work")) {
        const std::string job = entry.path().filename().string();
        const bool done = project.catalogue.run([&](SQLite::Database& database) {
            SQLite::Statement query(database, "SELECT 1 FROM job WHERE id = ? AND state = 'done'");
            query.bind(1, job);
            return query.executeStep();
        });
        std::error_code ignored;
        if (done) fs::remove_all(entry.path(), ignored);
    }
}

/// Of a creation that was cut off or overtaken by another.
void sweepCreations(const ProjectState& project) {
    for (const auto& entry : fs::directory_iterator(project.folder)) {
        std::error_code ignored;
        if (isTemporary(entry.path())) fs::remove(entry.path(), ignored);
    }
}

}  // namespace

void sweepLeftovers(const ProjectState& project) {
    sweepCreations(project);
    sweepDrafts(project);
    sweepWork(project);
}

}  // namespace winnow::store
