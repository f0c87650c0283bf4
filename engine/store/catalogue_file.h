// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <cstdint>
#include <filesystem>
#include <string>

/// What a catalogue's file is, told without SQLite, and what SQLite's failures mean to a person.
/// Internal to engine/store.
namespace winnow::store {

/// How long a connection waits for another process that writes.
inline constexpr int kBusyMilliseconds = 10000;

/// Throws Error{BadInput}: empty, damaged, another program's, of a newer version. Reads the file's
/// first bytes only, where SQLite would already recover, lock or convert it.
void requireCatalogue(const std::filesystem::path& file);

/// Throws Error{BadInput} when `version` is beyond what this program knows.
void refuseNewer(std::int64_t version, const std::filesystem::path& file);

/// `extended` is SQLite's extended error code, `system` the errno that goes with it or 0, `text`
/// SQLite's own words, used where the failure is our own mistake.
[[nodiscard]] Error catalogueError(int extended,
                                   int system,
                                   const std::string& text,
                                   const std::filesystem::path& file);

}  // namespace winnow::store
