// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram.h"

#include <cmath>
#include <limits>

namespace winnow::ui {

int Histogram::binOf(double value) const {
    const int bins = static_cast<int>(counts.size());
    if (bins == 0 || !(value >= low && value <= high)) return -1;
    return std::min(static_cast<int>((value - low) / (high - low) * bins), bins - 1);
}

Histogram histogramOf(std::span<const float> values, int bins) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    bool whole = true;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        low = std::min<double>(low, value);
        high = std::max<double>(high, value);
        whole = whole && value == std::floor(value);
    }
    Histogram result;
    if (low > high) return result;
    bins = std::max(bins, 1);
    if (whole && high - low < bins) {
        bins = static_cast<int>(high - low) + 1;
        low -= 0.5;
        high += 0.5;
    } else if (high == low) {
        const double room = low == 0 ? 0.5 : 0.01 * std::abs(low);
        low -= room;
        high += room;
    }
    result.low = low;
    result.high = high;
    result.counts = QList<double>(bins, 0);
    result.counts = countsIn(result, values);
    return result;
}

QList<double> countsIn(const Histogram& bins, std::span<const float> values) {
    QList<double> counts(bins.counts.size(), 0);
    for (const float value : values)
        if (const int bin = bins.binOf(value); bin >= 0) ++counts[bin];
    return counts;
}

}  // namespace winnow::ui
