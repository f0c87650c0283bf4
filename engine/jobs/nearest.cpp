// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace winnow::jobs {
namespace {

/// Levenshtein distance, O(|a| |b|).
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

std::string suggestion(std::string_view typed, std::span<const std::string> names) {
    constexpr std::size_t kLongest =
        64;  // what a person mistypes is short; foreign input may not be
    if (typed.empty() || typed.size() > kLongest) return {};
    std::size_t best = std::max<std::size_t>(2, typed.size() / 3) + 1;
    std::string_view nearest;
    for (const auto& name : names) {
        const bool begun = typed.size() >= 3 && name.starts_with(typed);
        const std::size_t distance = begun ? 0 : editDistance(typed, name);
        if (distance >= best || distance >= name.size()) continue;
        best = distance;
        nearest = name;
    }
    return nearest.empty() ? std::string{} : fmt::format(" (did you mean \"{}\"?)", nearest);
}

}  // namespace winnow::jobs
