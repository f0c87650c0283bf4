// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/correlation.h"

#include "engine/stats/student_t.h"
#include "engine/stats/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::stats {
namespace {

struct Pairs {
    std::vector<double> x, y;
};

Pairs finitePairs(std::span<const double> x, std::span<const double> y) {
    Pairs pairs;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
        if (std::isfinite(x[i]) && std::isfinite(y[i])) {
            pairs.x.push_back(x[i]);
            pairs.y.push_back(y[i]);
        }
    return pairs;
}

bool isConstant(std::span<const double> values) {
    return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

double pearsonOfFinite(std::span<const double> x, std::span<const double> y) {
    if (x.size() < 2 || isConstant(x) || isConstant(y)) return kUndefined;
    const auto n = static_cast<double>(x.size());
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double my = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
}

}  // namespace

double pearson(std::span<const double> x, std::span<const double> y) {
    const Pairs pairs = finitePairs(x, y);
    return pearsonOfFinite(pairs.x, pairs.y);
}

double spearman(std::span<const double> x, std::span<const double> y) {
    const Pairs pairs = finitePairs(x, y);
    return pearsonOfFinite(averageRanks(pairs.x), averageRanks(pairs.y));
}

std::vector<double> averageRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = (static_cast<double>(begin + end) + 1) / 2;
        for (; begin < end; ++begin) ranks[order[begin]] = rank;
    }
    return ranks;
}

Interval fisherInterval(double r, std::int64_t n, double level) {
    if (std::isnan(r) || n < 4) return {kUndefined, kUndefined};
    if (std::abs(r) >= 1) return {r, r};
    // The normal distribution is Student's t with very many degrees of freedom.
    const double half = criticalT(level, 1e9) / std::sqrt(static_cast<double>(n - 3));
    const double z = std::atanh(r);
    return {std::tanh(z - half), std::tanh(z + half)};
}

}  // namespace winnow::stats
