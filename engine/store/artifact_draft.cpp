// SPDX-License-Identifier: Apache-2.0
#include "engine/store/artifact_rows.h"
#include "engine/store/atomic.h"
#include "engine/store/checksum.h"
#include "engine/store/file_lock.h"
#include "engine/store/project_state.h"
#include "engine/store/schema.h"
#include "engine/store/system_error.h"
#include "engine/store/version.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fcntl.h>
#include <utility>

namespace winnow::store {
namespace {

namespace fs = std::filesystem;

/// Syncs everything under `folder` and says what there is: paths relative to it, sizes, checksums.
std::vector<FileRow> syncedFiles(const fs::path& folder) {
    std::vector<FileRow> files;
    std::vector<fs::path> folders{folder};
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path& path = entry.path();
        if (entry.is_directory() && !entry.is_symlink()) {
            folders.push_back(path);
            continue;
        }
        if (!entry.is_regular_file() || entry.is_symlink() || isTemporary(path))
            throw internalError("an artifact was committed with an unfinished file: " +
                                path.string());
        File file(path, O_RDONLY);
        file.sync();
        files.push_back({{},
                         path.lexically_relative(folder).generic_string(),
                         static_cast<std::int64_t>(file.size()),
                         checksumOfFile(path)});
    }
    for (const fs::path& each : folders) syncFolder(each);
    return files;
}

/// A lock whose name nobody else uses; another process may be sweeping the very file we made.
std::pair<FileLock, std::string> newDraftLock(const fs::path& arrays) {
    for (;;) {
        const std::string name = std::string(kDraftPrefix) + randomName();
        if (auto lock = FileLock::tryAcquire(arrays / (name + std::string(kLockSuffix))))
            return {std::move(*lock), name};
    }
}

}  // namespace

struct ArtifactDraft::Impl {
    const ProjectState& project;
    ArtifactRow row;
    std::string name;
    fs::path folder;
    std::optional<FileLock> lock;

    Impl(const ProjectState& in, ArtifactRow wanted) : project(in), row(std::move(wanted)) {
        project.requireWrite();
        if (row.spec.empty()) row.spec = "{}";
        if (row.kind.empty() || !nlohmann::json::accept(row.spec))
            throw internalError("an artifact needs a kind and a spec in JSON");
        requireGoodName(row);
        project.catalogue.read([&](SQLite::Database& database) {
            requireFreeName(database, row);
            requireParents(database, row);
            return true;
        });
        auto [held, draft] = newDraftLock(project.arrays());
        lock = std::move(held);
        name = draft;
        folder = project.arrays() / name;
        std::error_code failure;
        fs::create_directory(folder, failure);
        if (failure) {
            std::move(*lock).removeFile();
            throw systemError(failure.value(), "write to the project", project.folder);
        }
    }
    ~Impl() {
        std::error_code ignored;
        if (!lock) return;
        fs::remove_all(folder, ignored);
        std::move(*lock).removeFile();
    }

    /// Takes the next id and says in the catalogue that its folder is about to appear.
    void announce() {
        project.catalogue.write([&](SQLite::Database& database) {
            requireFreeName(database, row);
            // A catalogue that was put back from a backup may not know folders that are there.
            do {
                row.id = nextId(database, row.kind);
            } while (fs::exists(project.artifactFolder(row.id)));
            insertPending(database, row.id, name);
        });
    }
    void publish(const std::vector<FileRow>& files) {
        renameDurably(folder, project.artifactFolder(row.id));
        folder = project.artifactFolder(row.id);
        row.created = utcNow();
        row.version = versionText();
        project.catalogue.write([&](SQLite::Database& database) {
            requireFreeName(database, row);
            insertArtifact(database, row);
            insertFiles(database, row.id, files);
            removePending(database, row.id);
        });
    }
    /// Where even this fails, the pending row stays and the next opening sweeps.
    void withdraw() noexcept {
        try {
            std::error_code ignored;
            fs::remove_all(folder, ignored);
            project.catalogue.write(
                [&](SQLite::Database& database) { removePending(database, row.id); });
        } catch (...) {
            lock.reset();
        }
    }
};

ArtifactDraft::ArtifactDraft(Project& project, ArtifactRow row)
    : m_impl(std::make_unique<Impl>(*project.m_impl, std::move(row))) {}
ArtifactDraft::~ArtifactDraft() = default;
ArtifactDraft::ArtifactDraft(ArtifactDraft&&) noexcept = default;

const fs::path& ArtifactDraft::folder() const { return m_impl->folder; }

void ArtifactDraft::write(std::string_view file, const Array& array) {
    writeNpy(m_impl->folder / file, array);
}

NpyWriter ArtifactDraft::writer(std::string_view file, DType dtype, const Shape& shape) {
    return {m_impl->folder / file, dtype, shape};
}

void ArtifactDraft::writeText(std::string_view file, std::string_view text) {
    writeFile(m_impl->folder / file, text);
}

void ArtifactDraft::adopt(const fs::path& file, std::string_view as) {
    const fs::path target = m_impl->folder / as;
    // A link leaves the partial result where a resumed job looks for it, should this draft fail.
    std::error_code failure;
    fs::create_hard_link(file, target, failure);
    if (failure) fs::copy_file(file, target, fs::copy_options::overwrite_existing, failure);
    if (failure) throw systemError(failure.value(), "copy", file);
}

std::string ArtifactDraft::commit(const nlohmann::json& summary, double seconds) {
    if (!m_impl->lock) throw internalError("an artifact was committed twice");
    m_impl->row.summary = canonical(summary);
    m_impl->row.seconds = seconds;
    const std::vector<FileRow> files = withFileErrors([&] { return syncedFiles(m_impl->folder); });
    m_impl->announce();
    try {
        m_impl->publish(files);
    } catch (...) {
        m_impl->withdraw();
        throw;
    }
    std::move(*m_impl->lock).removeFile();
    m_impl->lock.reset();
    return m_impl->row.id;
}

}  // namespace winnow::store
