// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::stats {

/// Over the pairs where both are finite; x and y are equally long. NaN where it is not defined:
/// fewer than two pairs, or one of them is constant.
[[nodiscard]] double pearson(std::span<const double> x, std::span<const double> y);
/// Of the ranks; equal values share their mean rank.
[[nodiscard]] double spearman(std::span<const double> x, std::span<const double> y);

/// Ranks from 1; equal values get the mean of their ranks. Values are finite.
[[nodiscard]] std::vector<double> averageRanks(std::span<const double> values);

struct Interval {
    double low = 0, high = 0;
};
/// Confidence interval of a Pearson correlation of n pairs (Fisher's z). NaN for n < 4; the point
/// itself where |r| is 1.
[[nodiscard]] Interval fisherInterval(double r, std::int64_t n, double level = 0.95);

}  // namespace winnow::stats
