// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/summary.h"

#include "engine/stats/student_t.h"

#include <cmath>

namespace winnow::stats {

Summary summarise(std::span<const double> values, double level) {
    Summary summary{0, kUndefined, kUndefined, kUndefined, kUndefined};
    double sum = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += value;
            ++summary.n;
        }
    if (summary.n == 0) return summary;
    const auto n = static_cast<double>(summary.n);
    summary.mean = sum / n;
    if (summary.n == 1) return summary;
    double squares = 0;
    for (const double value : values)
        if (std::isfinite(value)) squares += (value - summary.mean) * (value - summary.mean);
    summary.deviation = std::sqrt(squares / (n - 1));
    const double half = criticalT(level, n - 1) * summary.deviation / std::sqrt(n);
    summary.low = summary.mean - half;
    summary.high = summary.mean + half;
    return summary;
}

}  // namespace winnow::stats
