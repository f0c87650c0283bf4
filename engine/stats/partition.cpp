// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/partition.h"

#include "engine/store/error.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace winnow::stats {
namespace {

double pairsOf(double count) { return count * (count - 1) / 2; }

/// Pairs of things within runs of equal values; sorts them.
template <typename Value>
double pairsWithin(std::vector<Value> values) {
    std::ranges::sort(values);
    double pairs = 0;
    for (std::size_t begin = 0; begin < values.size();) {
        std::size_t end = begin + 1;
        while (end < values.size() && values[end] == values[begin]) ++end;
        pairs += pairsOf(static_cast<double>(end - begin));
        begin = end;
    }
    return pairs;
}

}  // namespace

double adjustedRand(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
    if (a.size() != b.size())
        throw badInput("two partitions of the same samples are needed, not of " +
                       std::to_string(a.size()) + " and " + std::to_string(b.size()));
    if (a.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::vector<std::pair<std::int64_t, std::int64_t>> both;
    both.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) both.emplace_back(a[i], b[i]);
    const double together = pairsWithin(std::move(both));
    const double inA = pairsWithin(std::vector(a.begin(), a.end()));
    const double inB = pairsWithin(std::vector(b.begin(), b.end()));
    const double all = pairsOf(static_cast<double>(a.size()));
    const double expected = all > 0 ? inA * inB / all : 0;
    const double most = (inA + inB) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
}

}  // namespace winnow::stats
