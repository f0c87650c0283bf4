// SPDX-License-Identifier: Apache-2.0
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

constexpr std::size_t kLongestName = 200;

bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// A name must not be mistaken for an id or for "latest", and must fit a line.
void requireGoodName(const ArtifactRow& row) {
    const std::string& name = row.name;
    const bool likeAnId = name.starts_with(row.kind + "-") &&
                          isDigits(std::string_view(name).substr(row.kind.size() + 1));
    if (name == "latest" || likeAnId)
        throw badInput("'" + name + "' cannot be the name of a " + row.kind +
                       ", it already means one; choose another name");
    const bool control = std::ranges::any_of(
        name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (control || name.size() > kLongestName)
        throw badInput("the name of a " + row.kind +
                       " must be one line of at most 200 bytes; choose another name");
}

void requireFreeName(SQLite::Database& database, const ArtifactRow& row) {
    if (row.name.empty()) return;
    SQLite::Statement query(database, "SELECT id FROM artifact WHERE kind = ? AND name = ?");
    query.bind(1, row.kind);
    query.bind(2, row.name);
    if (query.executeStep())
        throw badInput("there is a " + row.kind + " named '" + row.name + "' already (" +
                       query.getColumn(0).getString() + "); choose another name");
}

void requireParents(SQLite::Database& database, const ArtifactRow& row) {
    SQLite::Statement query(database, "SELECT 1 FROM artifact WHERE id = ?");
    for (const std::string& parent : row.parents) {
        query.reset();
        query.bind(1, parent);
        if (!query.executeStep())
            throw badInput("there is no artifact '" + parent + "' to make a " + row.kind + " from");
    }
}

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

void insertArtifact(SQLite::Database& database, const ArtifactRow& row) {
    SQLite::Statement insert(
        database,
        "INSERT INTO artifact(id, kind, name, created, spec, summary, version, seed, seconds, job)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    int at = 0;
    for (const std::string* text :
         {&row.id, &row.kind, &row.name, &row.created, &row.spec, &row.summary, &row.version})
        insert.bind(++at, *text);
    insert.bind(++at, row.seed);
    insert.bind(++at, row.seconds);
    if (!row.job.empty()) insert.bind(++at, row.job);  // else NULL
    insert.exec();

    SQLite::Statement parent(database,
                             "INSERT INTO parent(artifact, position, parent) VALUES (?, ?, ?)");
    for (std::size_t i = 0; i < row.parents.size(); ++i) {
        parent.reset();
        parent.bind(1, row.id);
        parent.bind(2, static_cast<std::int64_t>(i));
        parent.bind(3, row.parents[i]);
        parent.exec();
    }
}

void insertFiles(SQLite::Database& database,
                 const std::string& id,
                 const std::vector<FileRow>& files) {
    SQLite::Statement insert(
        database, "INSERT INTO file(artifact, path, bytes, checksum) VALUES (?, ?, ?, ?)");
    for (const FileRow& file : files) {
        insert.reset();
        insert.bind(1, id);
        insert.bind(2, "arrays/" + id + "/" + file.path);
        insert.bind(3, file.bytes);
        insert.bind(4, file.checksum);
        insert.exec();
    }
}

void removePending(SQLite::Database& database, const std::string& id) {
    SQLite::Statement remove(database, "DELETE FROM pending WHERE id = ?");
    remove.bind(1, id);
    remove.exec();
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
            SQLite::Statement insert(database, "INSERT INTO pending(id, draft) VALUES (?, ?)");
            insert.bind(1, row.id);
            insert.bind(2, name);
            insert.exec();
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
    const std::vector<FileRow> files = syncedFiles(m_impl->folder);
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
