// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_chart.h"

namespace winnow::test {

/// Of the lines a chart shows, in their order.
inline QStringList namesOf(const ui::LineChart* chart) {
    QStringList names;
    for (const ui::LineSeries& series : chart->data().series) names << series.name;
    return names;
}

}  // namespace winnow::test
