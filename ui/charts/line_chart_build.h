// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"

class QChart;

namespace winnow::ui {

/// Replaces everything in the chart. Values are put in as shares of the axes, 0 to 1, so that
/// logarithmic axes and round ticks need nothing of Qt Charts.
void buildLineChart(QChart& chart, const LineChartData& data, const Theme& theme);

}  // namespace winnow::ui
