// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/retrieval.h"

#include "engine/stats/correlation.h"
#include "engine/stats/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace winnow::stats {
namespace {

double share(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

/// NaN as the lowest score there can be.
std::vector<double> ranked(std::span<const double> scores) {
    std::vector<double> values(scores.begin(), scores.end());
    for (double& value : values)
        if (std::isnan(value)) value = -std::numeric_limits<double>::infinity();
    return values;
}

}  // namespace

Confusion& Confusion::operator+=(const Confusion& other) {
    truePositives += other.truePositives;
    falsePositives += other.falsePositives;
    falseNegatives += other.falseNegatives;
    trueNegatives += other.trueNegatives;
    return *this;
}

double precision(const Confusion& c) {
    return share(c.truePositives, c.truePositives + c.falsePositives);
}
double recall(const Confusion& c) {
    return share(c.truePositives, c.truePositives + c.falseNegatives);
}
double f1(const Confusion& c) {
    return share(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives);
}

double areaUnderRoc(std::span<const double> scores, std::span<const std::uint8_t> wanted) {
    const std::vector<double> ranks = averageRanks(ranked(scores));
    double sum = 0, positives = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i)
        if (wanted[i] != 0) {
            sum += ranks[i];
            ++positives;
        }
    const double negatives = static_cast<double>(ranks.size()) - positives;
    if (positives == 0 || negatives == 0) return kUndefined;
    return (sum - positives * (positives + 1) / 2) / (positives * negatives);
}

double precisionAt(std::span<const double> scores,
                   std::span<const std::uint8_t> wanted,
                   std::int64_t count) {
    if (count <= 0 || scores.empty()) return kUndefined;
    const std::vector<double> values = ranked(scores);
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, std::ranges::greater{}, [&](std::size_t i) { return values[i]; });
    const std::size_t taken = std::min(order.size(), static_cast<std::size_t>(count));
    std::int64_t hits = 0;
    for (std::size_t i = 0; i < taken; ++i) hits += wanted[order[i]];
    return share(hits, static_cast<std::int64_t>(taken));
}

}  // namespace winnow::stats
