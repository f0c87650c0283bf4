// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schema.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>

namespace winnow::store {
namespace {

// `sequence` orders rows by their making; ids are what people and other tables use.
constexpr const char* kFirstTables = R"sql(
CREATE TABLE counter (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE artifact (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    created  TEXT NOT NULL,
    spec     TEXT NOT NULL,
    summary  TEXT NOT NULL,
    version  TEXT NOT NULL,
    seed     INTEGER NOT NULL,
    seconds  REAL NOT NULL,
    job      TEXT REFERENCES job(id)
);
CREATE UNIQUE INDEX artifact_name ON artifact(kind, name) WHERE name <> '';

CREATE TABLE file (
    artifact TEXT NOT NULL REFERENCES artifact(id) ON DELETE CASCADE,
    path     TEXT NOT NULL,
    bytes    INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (artifact, path)
) WITHOUT ROWID;

CREATE TABLE parent (
    artifact TEXT NOT NULL REFERENCES artifact(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    parent   TEXT NOT NULL REFERENCES artifact(id),
    PRIMARY KEY (artifact, position)
) WITHOUT ROWID;

-- A folder arrays/<id> that is named but not yet in `artifact`, and the draft whose lock says
-- whether its writer still lives.
CREATE TABLE pending (
    id    TEXT PRIMARY KEY,
    draft TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE job (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    spec     TEXT NOT NULL,
    state    TEXT NOT NULL
             CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    pid      INTEGER NOT NULL DEFAULT 0,
    created  TEXT NOT NULL,
    started  TEXT NOT NULL DEFAULT '',
    ended    TEXT NOT NULL DEFAULT '',
    stage    TEXT NOT NULL DEFAULT '',
    done     INTEGER NOT NULL DEFAULT 0,
    total    INTEGER NOT NULL DEFAULT 0,
    message  TEXT NOT NULL DEFAULT '',
    artifact TEXT REFERENCES artifact(id) ON DELETE SET NULL
);
CREATE INDEX job_spec ON job(kind, spec);

-- What the person marks. `sample` is a SampleId of the data set; `samples` are ascending
-- little-endian int64 ones.
CREATE TABLE selection (
    id      TEXT PRIMARY KEY,
    dataset TEXT NOT NULL REFERENCES artifact(id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    rule    TEXT NOT NULL,
    samples BLOB NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (dataset, name)
) WITHOUT ROWID;

CREATE TABLE tag (
    dataset TEXT NOT NULL REFERENCES artifact(id) ON DELETE CASCADE,
    sample  INTEGER NOT NULL,
    tag     TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (dataset, sample, tag)
) WITHOUT ROWID;

CREATE TABLE decision (
    dataset TEXT NOT NULL REFERENCES artifact(id) ON DELETE CASCADE,
    sample  INTEGER NOT NULL,
    action  TEXT NOT NULL CHECK (action IN ('keep', 'exclude', 'relabel')),
    label   INTEGER CHECK ((action = 'relabel') = (label IS NOT NULL)),
    created TEXT NOT NULL,
    PRIMARY KEY (dataset, sample)
) WITHOUT ROWID;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
)sql";

void toVersion1(SQLite::Database& database) {
    database.exec(kFirstTables);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
}

using Step = void (*)(SQLite::Database&);
/// Element i takes version i to version i + 1.
constexpr std::array<Step, kSchemaVersion> kSteps{toVersion1};

}  // namespace

void migrate(SQLite::Database& database) {
    const int found = database.execAndGet("PRAGMA user_version").getInt();
    for (int version = found; version < kSchemaVersion; ++version)
        kSteps.at(static_cast<std::size_t>(version))(database);
    if (found < kSchemaVersion)
        database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
}

std::string nextId(SQLite::Database& database, const std::string& kind) {
    SQLite::Statement next(database,
                           "INSERT INTO counter(kind, last) VALUES (?, 1) "
                           "ON CONFLICT(kind) DO UPDATE SET last = last + 1 RETURNING last");
    next.bind(1, kind);
    next.executeStep();
    const std::int64_t number = next.getColumn(0).getInt64();
    return kind + "-" + std::to_string(number);
}

}  // namespace winnow::store
