// SPDX-License-Identifier: Apache-2.0
#include "engine/store/artifact_rows.h"

#include <algorithm>

namespace winnow::store {
namespace {

constexpr std::size_t kLongestName = 200;

bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

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

void insertPending(SQLite::Database& database, const std::string& id, const std::string& draft) {
    SQLite::Statement insert(database, "INSERT INTO pending(id, draft) VALUES (?, ?)");
    insert.bind(1, id);
    insert.bind(2, draft);
    insert.exec();
}

}  // namespace winnow::store
