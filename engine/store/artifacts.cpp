// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/store/project.h"
#include "engine/store/project_state.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

/// Finding artifacts and opening their files.
namespace winnow::store {
namespace {

constexpr const char* kColumns =
    "SELECT id, kind, name, created, spec, summary, version, seed, seconds, job FROM artifact ";

ArtifactRow rowOf(SQLite::Statement& query) {
    ArtifactRow row;
    row.id = query.getColumn(0).getString();
    row.kind = query.getColumn(1).getString();
    row.name = query.getColumn(2).getString();
    row.created = query.getColumn(3).getString();
    row.spec = query.getColumn(4).getString();
    row.summary = query.getColumn(5).getString();
    row.version = query.getColumn(6).getString();
    row.seed = query.getColumn(7).getInt64();
    row.seconds = query.getColumn(8).getDouble();
    row.job = query.getColumn(9).getString();
    return row;
}

/// Rows that `condition` selects, oldest first, with their parents.
std::vector<ArtifactRow> rowsWhere(SQLite::Database& database,
                                   const std::string& condition,
                                   const std::vector<std::string>& values) {
    SQLite::Statement query(database, kColumns + condition + " ORDER BY sequence");
    SQLite::Statement parents(database,
                              "SELECT parent FROM parent WHERE artifact = ? ORDER BY position");
    for (std::size_t i = 0; i < values.size(); ++i) query.bind(static_cast<int>(i) + 1, values[i]);
    std::vector<ArtifactRow> rows;
    while (query.executeStep()) {
        ArtifactRow& row = rows.emplace_back(rowOf(query));
        parents.reset();
        parents.bind(1, row.id);
        while (parents.executeStep()) row.parents.push_back(parents.getColumn(0).getString());
    }
    return rows;
}

std::string listed(const std::vector<ArtifactRow>& rows) {
    constexpr std::size_t kShown = 12;
    std::string text;
    const std::size_t first = rows.size() > kShown ? rows.size() - kShown : 0;
    for (std::size_t i = first; i < rows.size(); ++i) {
        text += (text.empty() ? "" : ", ") + rows[i].id;
        if (!rows[i].name.empty()) text += " (" + rows[i].name + ")";
    }
    return first > 0 ? "..., " + text : text;
}

/// A file's name inside its artifact; nothing that leads out of the folder.
std::filesystem::path inside(std::string_view file) {
    std::filesystem::path path(file);
    const bool leads = path.empty() || path.is_absolute() || std::ranges::count(path, "..") > 0;
    if (leads)
        throw badInput("'" + std::string(file) + "' is no name of a file inside an artifact");
    return path;
}

}  // namespace

nlohmann::json fieldsOf(const ArtifactRow& row) {
    const auto spec = nlohmann::json::parse(row.spec, nullptr, false);
    if (!spec.is_object() || !spec.contains("fields") || !spec.at("fields").is_object())
        throw badInput(row.id + " does not say how it was made; make it again");
    return spec.at("fields");
}

std::vector<ArtifactRow> Project::artifacts(std::string_view kind) const {
    return m_impl->catalogue.read([&](SQLite::Database& database) {
        return kind.empty() ? rowsWhere(database, "", {})
                            : rowsWhere(database, "WHERE kind = ?", {std::string(kind)});
    });
}

std::optional<ArtifactRow> Project::artifact(std::string_view id) const {
    auto rows = m_impl->catalogue.read([&](SQLite::Database& database) {
        return rowsWhere(database, "WHERE id = ?", {std::string(id)});
    });
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

ArtifactRow Project::find(std::string_view kind, std::string_view idOrName) const {
    const std::vector<ArtifactRow> rows = artifacts(kind);
    const std::string what = kind.empty() ? "artifact" : std::string(kind);
    if (rows.empty())
        throw badInput("the project " + folder().string() + " has no " + what +
                       " yet; make one first");
    if (idOrName == "latest") return rows.back();
    for (const auto field : {&ArtifactRow::id, &ArtifactRow::name}) {
        // Without a kind a name can be there several times; the newest is meant.
        const auto found = std::ranges::find(rows.rbegin(), rows.rend(), idOrName, field);
        if (!idOrName.empty() && found != rows.rend()) return *found;
    }
    throw badInput("there is no " + what + " '" + std::string(idOrName) + "' in " +
                   folder().string() + "; there are: " + listed(rows));
}

std::vector<FileRow> Project::files(std::string_view artifact) const {
    return m_impl->catalogue.run([&](SQLite::Database& database) {
        SQLite::Statement query(
            database,
            "SELECT artifact, path, bytes, checksum FROM file WHERE artifact = ? ORDER BY path");
        query.bind(1, std::string(artifact));
        std::vector<FileRow> rows;
        while (query.executeStep())
            rows.push_back({query.getColumn(0).getString(),
                            query.getColumn(1).getString(),
                            query.getColumn(2).getInt64(),
                            query.getColumn(3).getString()});
        return rows;
    });
}

std::filesystem::path Project::path(std::string_view artifact, std::string_view file) const {
    return m_impl->artifactFolder(inside(artifact).string()) / inside(file);
}

bool Project::has(std::string_view artifact, std::string_view file) const {
    return m_impl->catalogue.run([&](SQLite::Database& database) {
        SQLite::Statement query(database, "SELECT 1 FROM file WHERE artifact = ? AND path = ?");
        query.bind(1, std::string(artifact));
        query.bind(2, path(artifact, file).lexically_relative(folder()).generic_string());
        return query.executeStep();
    });
}

namespace {

std::filesystem::path existing(const Project& project,
                               std::string_view artifact,
                               std::string_view file) {
    if (!project.has(artifact, file))
        throw badInput(std::string(artifact) + " has no " + std::string(file) + " in the project " +
                       project.folder().string());
    return project.path(artifact, file);
}

}  // namespace

Array Project::read(std::string_view artifact, std::string_view file) const {
    return readNpy(existing(*this, artifact, file));
}

MappedNpy Project::map(std::string_view artifact, std::string_view file) const {
    return MappedNpy(existing(*this, artifact, file));
}

}  // namespace winnow::store
