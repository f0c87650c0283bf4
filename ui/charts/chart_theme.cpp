// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_theme.h"

#include "ui/theme/fonts.h"

#include <QGraphicsLayout>
#include <QtCharts/QAbstractAxis>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>

namespace winnow::ui {
namespace {

void themeAxis(QAbstractAxis& axis, const Theme& theme) {
    const bool vertical = axis.orientation() == Qt::Vertical;
    axis.setLabelsFont(textFont(TextStyle::Caption));
    axis.setLabelsColor(theme.text3);
    axis.setTitleFont(textFont(TextStyle::Caption));
    axis.setTitleBrush(theme.text3);
    axis.setGridLineVisible(vertical);
    axis.setGridLinePen(QPen(theme.line, 1));
    axis.setLinePen(QPen(theme.control, 1));
    // One axis line, the horizontal one; Qt Charts draws the ticks with it.
    axis.setLineVisible(!vertical);
}

}  // namespace

void themeChart(QChart* chart, const Theme& theme) {
    chart->setBackgroundVisible(false);
    chart->setPlotAreaBackgroundVisible(false);
    chart->setDropShadowEnabled(false);
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->setMargins(QMargins());
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->hide();
    chart->setLocalizeNumbers(true);
    for (QAbstractAxis* axis : chart->axes()) themeAxis(*axis, theme);
}

}  // namespace winnow::ui
