// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_series.h"

#include "ui/widgets/figure_export.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool isEmpty() const { return low > high; }
};

QString exact(double value) { return QString::number(value, 'g', 10); }

QString header(const AxisTitle& title) { return csvField(title.text()); }

}  // namespace

void addBandPoint(LineSeries& series, double x, double mean, double deviation) {
    if (!std::isfinite(mean)) return;
    const double spread = std::isfinite(deviation) ? deviation : 0;
    series.points << QPointF(x, mean);
    series.bandLow << mean - spread;
    series.bandHigh << mean + spread;
}

QList<QPointF> thinned(const QList<QPointF>& points, int most) {
    QList<QPointF> finite;
    finite.reserve(points.size());
    std::copy_if(points.begin(), points.end(), std::back_inserter(finite), [](QPointF p) {
        return std::isfinite(p.x()) && std::isfinite(p.y());
    });
    if (finite.size() <= most) return finite;
    const qsizetype stretches = std::max(1, most / 2);
    QList<QPointF> kept;
    kept.reserve(most);
    for (qsizetype i = 0; i < stretches; ++i) {
        const auto begin = finite.begin() + i * finite.size() / stretches;
        const auto end = finite.begin() + (i + 1) * finite.size() / stretches;
        auto [least, greatest] =
            std::minmax_element(begin, end, [](QPointF a, QPointF b) { return a.y() < b.y(); });
        if (greatest < least) std::swap(least, greatest);
        kept << *least;
        if (least != greatest) kept << *greatest;
    }
    return kept;
}

AxisTicks horizontalTicks(const LineChartData& data) {
    if (data.xAxis) return *data.xAxis;
    Range range;
    for (const LineSeries& series : data.series)
        for (const QPointF& point : series.points) range.include(point.x());
    if (range.isEmpty()) range = {0, 1};
    return linearTicks(data.xLow.value_or(range.low), data.xHigh.value_or(range.high), true);
}

AxisTicks verticalTicks(const LineChartData& data) {
    Range range;
    const auto include = [&](double value) {
        if (!data.logarithmicY || value > 0) range.include(value);
    };
    for (const LineSeries& series : data.series) {
        for (const QPointF& point : series.points) include(point.y());
        for (const double value : series.bandLow) include(value);
        for (const double value : series.bandHigh) include(value);
    }
    if (range.isEmpty()) range = data.logarithmicY ? Range{1, 10} : Range{0, 1};
    const double low = data.yLow.value_or(range.low);
    const double high = data.yHigh.value_or(range.high);
    return data.logarithmicY ? logTicks(low, high) : linearTicks(low, high, false, 6);
}

QList<LegendEntry> legendOf(const LineChartData& data) {
    QList<LegendEntry> entries;
    for (const LineSeries& series : data.series) {
        if (!series.inLegend) continue;
        LegendEntry entry;
        entry.name = series.name;
        entry.colour = series.colour;
        entry.sample = !series.lineVisible ? LegendEntry::Sample::Mark
                       : series.dashed     ? LegendEntry::Sample::DashedLine
                                           : LegendEntry::Sample::Line;
        entry.shape = series.marker.value_or(MarkShape::Disc);
        entries << entry;
    }
    return entries;
}

QString csvOf(const LineChartData& data) {
    const bool bands = std::any_of(data.series.begin(), data.series.end(), [](const LineSeries& s) {
        return !s.bandLow.isEmpty();
    });
    QString text = QStringLiteral("series,%1,%2").arg(header(data.x), header(data.y));
    if (bands) text += QStringLiteral(",band low,band high,band");
    text += u'\n';
    for (const LineSeries& series : data.series) {
        for (qsizetype i = 0; i < series.points.size(); ++i) {
            text += csvField(series.name) + u',' + exact(series.points[i].x()) + u',' +
                    exact(series.points[i].y());
            const bool band = i < series.bandLow.size() && i < series.bandHigh.size();
            if (bands && band)
                text += u',' + exact(series.bandLow[i]) + u',' + exact(series.bandHigh[i]) + u',' +
                        csvField(series.bandName);
            else if (bands)
                text += QStringLiteral(",,,");
            text += u'\n';
        }
    }
    return text;
}

}  // namespace winnow::ui
