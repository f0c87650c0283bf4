// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_title.h"
#include "ui/charts/ticks.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/data_colour.h"
#include "ui/widgets/legend.h"

#include <QPointF>

#include <optional>

namespace winnow::ui {

/// One line of a chart. Values that are not finite are left out.
struct LineSeries {
    QString name = {};
    QList<QPointF> points = {};  // x ascending
    DataColour colour = DataColour::accent();
    bool dashed = false;  // validation, test; random with its band
    double width = 2;     // px
    bool lineVisible = true;
    std::optional<MarkShape> marker = {};  // at every point
    QList<double> bandLow = {};            // as long as points, or empty
    QList<double> bandHigh = {};
    QString bandName = {};  // "± deviation": named in the CSV's header
    QString note = {};      // last line of the tooltip: "10 seeds"
    bool inLegend = true;
};

struct LineChartData {
    QList<LineSeries> series = {};
    AxisTitle x = {};
    AxisTitle y = {};
    bool logarithmicY = false;
    /// Ends of the axes where the data should not decide.
    std::optional<double> xLow = {};
    std::optional<double> xHigh = {};
    std::optional<double> yLow = {};
    std::optional<double> yHigh = {};
    /// The horizontal axis as a whole: logarithmic, or with ticks where the data have values.
    std::optional<AxisTicks> xAxis = {};
};

/// A point with its band, mean ± deviation; a deviation that is not defined is a band without
/// width, a mean that is not is no point.
void addBandPoint(LineSeries& series, double x, double mean, double deviation);

/// At most `most` points that keep the least and the greatest of each stretch, in order.
[[nodiscard]] QList<QPointF> thinned(const QList<QPointF>& points, int most = 2000);

[[nodiscard]] AxisTicks horizontalTicks(const LineChartData& data);
[[nodiscard]] AxisTicks verticalTicks(const LineChartData& data);

[[nodiscard]] QList<LegendEntry> legendOf(const LineChartData& data);

/// One line per point: series, x, y and, where there are bands, low and high.
[[nodiscard]] QString csvOf(const LineChartData& data);

}  // namespace winnow::ui
