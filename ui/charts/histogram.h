// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <algorithm>
#include <span>

namespace winnow::ui {

struct Histogram {
    double low = 0;
    double high = 1;
    QList<double> counts;

    [[nodiscard]] double edge(int bin) const {
        return low + (high - low) * bin / std::max<qsizetype>(1, counts.size());
    }
    /// Bin of value, the last for `high` itself; -1 outside and for NaN.
    [[nodiscard]] int binOf(double value) const;
};

/// Bins of one width between the least and the greatest finite value; whole numbers spanning fewer
/// values than bins get one bin each, centred on them. O(n).
[[nodiscard]] Histogram histogramOf(std::span<const float> values, int bins);

/// Counts of `values` in the bins of another histogram, for the part of a set.
[[nodiscard]] QList<double> countsIn(const Histogram& bins, std::span<const float> values);

}  // namespace winnow::ui
