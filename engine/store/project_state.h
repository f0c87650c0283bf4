// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/catalogue.h"
#include "engine/store/project.h"

namespace winnow::store {

/// What a project, its drafts and its jobs share. Internal to engine/store.
struct ProjectState {
    std::filesystem::path folder;
    Access access;
    Catalogue catalogue;

    [[nodiscard]] std::filesystem::path arrays() const { return folder / "arrays"; }
    [[nodiscard]] std::filesystem::path artifactFolder(std::string_view id) const {
        return arrays() / id;
    }
    [[nodiscard]] std::filesystem::path workFolder(std::string_view job) const {
        return folder / "work" / job;
    }
    [[nodiscard]] std::filesystem::path lockFile(std::string_view job) const {
        return folder / "jobs" / (std::string(job) + ".lock");
    }
    /// Throws Error{Internal}: a part of the program writes to what it opened for reading.
    void requireWrite() const {
        if (access != Access::Write)
            throw internalError("the project " + folder.string() +
                                " was opened for reading and is to be changed");
    }
};

struct Project::Impl : ProjectState {};

/// A draft's folder and the lock file beside it begin with this; the lock's name ends with
/// kLockSuffix.
inline constexpr std::string_view kDraftPrefix = ".draft-";
inline constexpr std::string_view kLockSuffix = ".lock";

/// Present time, UTC: "2026-05-01T12:34:56Z".
[[nodiscard]] std::string utcNow();

/// Removes what processes that died left: drafts, half-named artifacts, work of finished jobs.
void sweepLeftovers(const ProjectState& project);

}  // namespace winnow::store
