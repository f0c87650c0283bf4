// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace winnow::stats {

/// A figure that is not defined.
inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// A few repeats of one figure. What is not defined is NaN: all of nothing, deviation and interval
/// of one value.
struct Summary {
    std::int64_t n = 0;  ///< finite values
    double mean = 0;
    double deviation = 0;      ///< of the sample, divided by n - 1
    double low = 0, high = 0;  ///< confidence interval of the mean (Student's t)
};

/// Values that are not finite are left out. level: of the interval, in (0, 1).
[[nodiscard]] Summary summarise(std::span<const double> values, double level = 0.95);

}  // namespace winnow::stats
