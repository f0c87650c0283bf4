// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project_state.h"

/// What a new artifact's row must be, and its writing. In the caller's transaction.
/// Internal to engine/store.
namespace winnow::store {

/// A name must not be mistaken for an id or for "latest", and must fit a line. Throws
/// Error{BadInput}.
void requireGoodName(const ArtifactRow& row);
/// Throws Error{BadInput} when an artifact of the kind has the name already.
void requireFreeName(SQLite::Database& database, const ArtifactRow& row);
/// Throws Error{BadInput} when a parent is not in the catalogue.
void requireParents(SQLite::Database& database, const ArtifactRow& row);

/// The row and its parents.
void insertArtifact(SQLite::Database& database, const ArtifactRow& row);
/// `files` have paths relative to the artifact's folder.
void insertFiles(SQLite::Database& database,
                 const std::string& id,
                 const std::vector<FileRow>& files);

void insertPending(SQLite::Database& database, const std::string& id, const std::string& draft);
void removePending(SQLite::Database& database, const std::string& id);

}  // namespace winnow::store
