// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace winnow::app {

/// A job as the window hands it over.
struct JobFile {
    std::string kind;
    std::filesystem::path project;  ///< absolute
    nlohmann::json fields;          ///< not yet validated
};

/// Reads {"kind": ..., "project": ..., "fields": {...}}; fields may be left out. Throws
/// Error{BadInput}: not JSON, over 1 MiB, a key missing, unknown or of the wrong type.
[[nodiscard]] JobFile readJobFile(const std::filesystem::path& file);

}  // namespace winnow::app
