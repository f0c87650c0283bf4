// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace SQLite {
class Database;
}

/// The tables of the catalogue and how older ones become the present ones.
namespace winnow::store {

/// PRAGMA user_version of the present schema. 0 is a file without tables.
inline constexpr int kSchemaVersion = 1;
/// PRAGMA application_id: "WNNW".
inline constexpr int kApplicationId = 0x574e4e57;

/// Takes the catalogue step by step to kSchemaVersion, in the caller's transaction.
void migrate(SQLite::Database& database);

/// 1, 2, ... per kind; a number is given once and never again. In the caller's transaction.
[[nodiscard]] std::string nextId(SQLite::Database& database, const std::string& kind);

}  // namespace winnow::store
