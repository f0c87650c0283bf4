// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ticks.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QSize>

class QPainter;

namespace winnow::ui {

/// The axes of the charts we paint ourselves: horizontal grid lines, labels left, one axis line at
/// the bottom, titles.
struct PlotFrame {
    QRectF plot;  // where data go
    AxisTicks x;
    AxisTicks y;
    QString xTitle;
    QString yTitle;
    bool labelledX = true;  // false: the chart paints its own labels under the axis

    [[nodiscard]] double xOf(double value) const {
        return plot.left() + plot.width() * x.share(value);
    }
    [[nodiscard]] double yOf(double value) const {
        return plot.bottom() - plot.height() * y.share(value);
    }
};

/// Sets frame.plot to what titles and labels leave of size. topRoom: px kept free above for texts
/// over bars.
void layOut(PlotFrame& frame, QSize size, int topRoom = 0);

/// To be painted before the data.
void paintGrid(QPainter& painter, const PlotFrame& frame, QSize size, const Theme& theme);
/// The axis line: over the feet of bars, under points.
void paintAxisLine(QPainter& painter, const PlotFrame& frame, const Theme& theme);

}  // namespace winnow::ui
