// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

/// How two scores go together, over the pairs where both are finite. NaN where it is not defined:
/// fewer than two pairs, or one score is constant.
struct Correlation {
    double pearson = 0;   ///< -1 to 1, of the values
    double spearman = 0;  ///< -1 to 1, of the ranks; equal values share their mean rank
    std::int64_t n = 0;   ///< pairs
};

/// x and y are equally long. O(n log n).
[[nodiscard]] Correlation correlation(std::span<const double> x, std::span<const double> y);

/// Ranks from 1; equal values get the mean of their ranks. Values are finite.
[[nodiscard]] std::vector<double> averageRanks(std::span<const double> values);

}  // namespace winnow::ui
