// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/dimension.h"

#include "engine/stats/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace winnow::stats {
namespace {

/// Two smallest of the values seen.
struct NearestTwo {
    double first = std::numeric_limits<double>::infinity();
    double second = std::numeric_limits<double>::infinity();

    void see(double value) {
        if (value < first) {
            second = first;
            first = value;
        } else if (value < second) {
            second = value;
        }
    }
};

}  // namespace

TwoNn twoNn(std::span<const double> first, std::span<const double> second) {
    std::vector<double> ratio;
    for (std::size_t i = 0; i < first.size(); ++i)
        if (first[i] > 0 && second[i] > first[i] && std::isfinite(second[i]))
            ratio.push_back(std::log(second[i] / first[i]));
    TwoNn result{kUndefined, static_cast<std::int64_t>(ratio.size())};
    if (result.points < kFewestTwoNnPoints) return result;
    std::ranges::sort(ratio);
    constexpr double kFitted = 0.9;
    const std::size_t pairs = std::min(
        static_cast<std::size_t>(kFitted * static_cast<double>(ratio.size())), ratio.size() - 2);
    double xy = 0;
    double xx = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        const double share = static_cast<double>(i + 1) / static_cast<double>(ratio.size());
        xy += ratio[i] * -std::log1p(-share);
        xx += ratio[i] * ratio[i];
    }
    result.dimension = xy / xx;
    return result;
}

TwoNn twoNnOfKernel(std::span<const double> kernel, std::int64_t n) {
    const auto size = static_cast<std::size_t>(n);
    std::vector<NearestTwo> nearest(size);
    for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j)
            if (j != i)
                nearest[i].see(std::max(
                    0.0, kernel[i * size + i] + kernel[j * size + j] - 2 * kernel[i * size + j]));
    std::vector<double> first;
    std::vector<double> second;
    for (const NearestTwo& point : nearest) {
        first.push_back(std::sqrt(point.first));
        second.push_back(std::sqrt(point.second));
    }
    return twoNn(first, second);
}

std::int64_t componentsFor(std::span<const double> spectrum, double share) {
    double sum = 0;
    for (const double value : spectrum) sum += std::max(value, 0.0);
    if (!(sum > 0)) return 0;
    double reached = 0;
    std::int64_t count = 0;
    for (const double value : spectrum) {
        reached += std::max(value, 0.0);
        ++count;
        if (reached >= share * sum) break;
    }
    return count;
}

}  // namespace winnow::stats
