// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace winnow::ui {

struct Tick {
    double at = 0;  // value; of a logarithmic axis too
    QString text = {};
};

/// Where an axis begins and ends, and its 4 to 7 ticks at round values.
struct AxisTicks {
    double low = 0;
    double high = 1;
    bool logarithmic = false;
    QList<Tick> ticks = {};

    /// 0 at low, 1 at high; a value that a logarithmic axis cannot show is at 0.
    [[nodiscard]] double share(double value) const;
};

/// Steps of 1, 2, 2.5 or 5 times a power of ten. The axis is widened to whole steps unless exact.
/// Data of one value, of none or with NaN still give an axis.
[[nodiscard]] AxisTicks linearTicks(double low, double high, bool exact = false, int most = 7);

/// Powers of ten around [low, high], thinned to `most`; low must be positive, else it becomes a
/// thousandth of high.
[[nodiscard]] AxisTicks logTicks(double low, double high, int most = 7);

}  // namespace winnow::ui
