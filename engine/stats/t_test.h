// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

/// Two-sided t-tests of two means. Undefined results are NaN: fewer than two values on a side; no
/// spread and equal means. No spread and different means: t infinite, p 0.
namespace winnow::stats {

struct TTest {
    double t = 0;   ///< positive: the first mean is larger
    double df = 0;  ///< degrees of freedom
    double p = 0;   ///< of a |t| at least as large when the means are equal
};

/// Welch's test: variances may differ (scipy.stats.ttest_ind with equal_var=False).
[[nodiscard]] TTest welchTest(std::span<const double> a, std::span<const double> b);

/// Paired by position (scipy.stats.ttest_rel). Throws Error{BadInput}: lengths that differ.
[[nodiscard]] TTest pairedTest(std::span<const double> a, std::span<const double> b);

}  // namespace winnow::stats
