// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace winnow::app {

/// Writes to stdout at once. A reader that has gone away is no error; a full disk is
/// Error{OutOfResources}.
void writeOut(std::string_view text);
/// Writes one line `winnow-engine: ...` to stderr; never throws.
void writeError(std::string_view sentence) noexcept;

/// One line of JSON; text that is not UTF-8 is replaced, never refused.
[[nodiscard]] std::string jsonLine(const nlohmann::json& value);
[[nodiscard]] std::string jsonText(const nlohmann::json& value);

/// Columns as wide as their widest cell, two blanks between them, the first row being the heading.
[[nodiscard]] std::string textTable(const std::vector<std::vector<std::string>>& rows);

/// A job's figures for a person: `name: value` lines, arrays of objects as tables. `json` is a JSON
/// object.
[[nodiscard]] std::string summaryText(const std::string& json);
/// A figure as a person reads it: at most 4 decimals, no quotes.
[[nodiscard]] std::string figureText(const nlohmann::json& value);

}  // namespace winnow::app
