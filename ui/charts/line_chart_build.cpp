// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_chart_build.h"

#include "ui/charts/chart_theme.h"
#include "ui/theme/fonts.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>

namespace winnow::ui {
namespace {

QList<QPointF> asShares(const QList<QPointF>& points, const AxisTicks& x, const AxisTicks& y) {
    QList<QPointF> shares;
    shares.reserve(points.size());
    for (const QPointF& point : points) shares << QPointF(x.share(point.x()), y.share(point.y()));
    return shares;
}

// Labels at ticks that are ours, in our number format: only a category axis offers that.
QCategoryAxis* makeAxis(const AxisTicks& ticks, const AxisTitle& title) {
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setRange(0, 1);
    axis->setStartValue(ticks.ticks.isEmpty() ? 0 : ticks.share(ticks.ticks.first().at));
    for (const Tick& tick : ticks.ticks) axis->append(tick.text, ticks.share(tick.at));
    axis->setTitleText(title.text());
    axis->setTruncateLabels(false);
    return axis;
}

QList<QPointF> withHeights(const QList<QPointF>& points, const QList<double>& heights) {
    QList<QPointF> result;
    for (qsizetype i = 0; i < std::min(points.size(), heights.size()); ++i)
        result << QPointF(points[i].x(), heights[i]);
    return result;
}

QAbstractSeries* makeBand(QChart& chart,
                          const LineSeries& series,
                          const AxisTicks& x,
                          const AxisTicks& y,
                          const Theme& theme) {
    auto* low = new QLineSeries(&chart);
    auto* high = new QLineSeries(&chart);
    low->replace(asShares(thinned(withHeights(series.points, series.bandLow)), x, y));
    high->replace(asShares(thinned(withHeights(series.points, series.bandHigh)), x, y));
    auto* band = new QAreaSeries(high, low);
    band->setPen(Qt::NoPen);
    band->setBrush(withAlpha(series.colour.in(theme), theme.dark ? 0.26 : 0.20));
    return band;
}

QAbstractSeries* makeLine(const LineSeries& series,
                          const AxisTicks& x,
                          const AxisTicks& y,
                          const Theme& theme) {
    auto* line = new QLineSeries;
    line->setName(series.name);
    QPen pen(series.colour.in(theme), series.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (series.dashed) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({4, 2.5});
    }
    line->setPen(pen);
    line->replace(asShares(thinned(series.points), x, y));
    return line;
}

}  // namespace

void buildLineChart(QChart& chart, const LineChartData& data, const Theme& theme) {
    chart.removeAllSeries();
    for (QAbstractAxis* axis : chart.axes()) {
        chart.removeAxis(axis);
        delete axis;
    }
    const AxisTicks x = horizontalTicks(data);
    const AxisTicks y = verticalTicks(data);
    QCategoryAxis* horizontal = makeAxis(x, data.x);
    QCategoryAxis* vertical = makeAxis(y, data.y);
    chart.addAxis(horizontal, Qt::AlignBottom);
    chart.addAxis(vertical, Qt::AlignLeft);
    const auto add = [&](QAbstractSeries* series) {
        chart.addSeries(series);
        series->attachAxis(horizontal);
        series->attachAxis(vertical);
    };
    // Bands lie under all lines.
    for (const LineSeries& series : data.series)
        if (!series.bandLow.isEmpty()) add(makeBand(chart, series, x, y, theme));
    for (const LineSeries& series : data.series)
        if (series.lineVisible) add(makeLine(series, x, y, theme));
    themeChart(&chart, theme);
    // The labels at the ends of the axes reach half their size beyond the plot.
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    const int right =
        x.ticks.isEmpty() ? 0 : metrics.horizontalAdvance(x.ticks.last().text) / 2 + 2;
    chart.setMargins(QMargins(0, metrics.height() / 2, right, 0));
}

}  // namespace winnow::ui
