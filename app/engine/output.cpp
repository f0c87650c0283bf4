// SPDX-License-Identifier: Apache-2.0
#include "app/engine/output.h"

#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <unistd.h>

namespace winnow::app {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// False when the other end is gone or the disk is full; errno says which.
bool writeAll(int file, std::string_view text) noexcept {
    while (!text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Columns a text takes on a terminal, counting code points.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string spaced(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

bool isTable(const ordered_json& value) {
    return value.is_array() && !value.empty() &&
           std::ranges::all_of(value, [](const ordered_json& row) { return row.is_object(); });
}

/// Columns in the order the rows name them.
std::string tableText(const ordered_json& rows) {
    std::vector<std::string> keys;
    for (const auto& row : rows)
        for (const auto& [key, cell] : row.items())
            if (std::ranges::count(keys, key) == 0) keys.push_back(key);
    std::vector<std::vector<std::string>> table(1);
    for (const auto& key : keys) table[0].push_back(spaced(key));
    for (const auto& row : rows) {
        auto& cells = table.emplace_back();
        for (const auto& key : keys) cells.push_back(row.contains(key) ? figureText(row[key]) : "");
    }
    return textTable(table);
}

}  // namespace

void writeOut(std::string_view text) {
    if (writeAll(STDOUT_FILENO, text) || errno == EPIPE) return;
    throw outOfResources(
        fmt::format("standard output cannot be written: {}", std::strerror(errno)));
}

void writeError(std::string_view sentence) noexcept try {
    std::string line = "winnow-engine: " + std::string(sentence);
    std::ranges::replace(line, '\n', ' ');
    (void)writeAll(STDERR_FILENO, line + '\n');
} catch (const std::bad_alloc&) {
    (void)writeAll(STDERR_FILENO, "winnow-engine: there is not enough memory\n");
}

std::string jsonLine(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string jsonText(const json& value) {
    return value.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string textTable(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string figureText(const json& value) {
    if (value.is_null()) return "-";
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) {
        const double number = value.get<double>();
        return number == std::trunc(number) && std::abs(number) < 1e15
                   ? fmt::format("{:.0f}", number)
                   : fmt::format("{:.4g}", number);
    }
    if (value.is_object()) {
        std::vector<std::string> parts;
        for (const auto& [key, part] : value.items())
            parts.push_back(spaced(key) + ' ' + figureText(part));
        return fmt::format("{}", fmt::join(parts, ", "));
    }
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string summaryText(const std::string& text) {
    const auto summary = ordered_json::parse(text, nullptr, false);
    if (!summary.is_object()) return {};
    std::vector<std::vector<std::string>> lines;
    std::string tables;
    for (const auto& [key, value] : summary.items()) {
        if (isTable(value))
            tables += '\n' + spaced(key) + ":\n" + tableText(value);
        else
            lines.push_back({"  " + spaced(key), figureText(value)});
    }
    return textTable(lines) + tables;
}

}  // namespace winnow::app
