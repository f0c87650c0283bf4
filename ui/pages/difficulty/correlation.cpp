// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/correlation.h"

#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::ui {
namespace {

double meanOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double pearson(std::span<const double> x, std::span<const double> y) {
    if (x.size() < 2) return kNotDefined;
    const double meanX = meanOf(x);
    const double meanY = meanOf(y);
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double dx = x[i] - meanX;
        const double dy = y[i] - meanY;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    if (xx == 0 || yy == 0) return kNotDefined;
    // Rounding may lead just beyond 1.
    return std::clamp(xy / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
}

}  // namespace

std::vector<double> averageRanks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = static_cast<double>(begin + 1 + end) / 2;
        for (; begin < end; ++begin) ranks[order[begin]] = rank;
    }
    return ranks;
}

Correlation correlation(std::span<const double> x, std::span<const double> y) {
    std::vector<double> finiteX, finiteY;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        finiteX.push_back(x[i]);
        finiteY.push_back(y[i]);
    }
    return {pearson(finiteX, finiteY),
            pearson(averageRanks(finiteX), averageRanks(finiteY)),
            static_cast<std::int64_t>(finiteX.size())};
}

}  // namespace winnow::ui
