// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/natural_curve.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct NaturalCurveText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Distil)
};

/// Of kernels beside the one in grey, far from each other and from the accent.
constexpr std::array kKernelSlots{6, 4, 2, 8};

LineSeries naturalLine(const QString& kernel, const std::vector<NaturalPoint>& points, int place) {
    LineSeries series;
    series.name = NaturalCurveText::tr("natural, %1")
                      .arg(DistilSettings{.kernels = {kernel}}.kernelsInWords());
    series.colour = place == 0 ? DataColour::neutral()
                               : DataColour::slot(kKernelSlots.at(
                                     static_cast<std::size_t>(place - 1) % kKernelSlots.size()));
    series.dashed = true;
    series.bandName = NaturalCurveText::tr("± one deviation");
    for (const NaturalPoint& point : points)
        addBandPoint(series,
                     static_cast<double>(point.images),
                     100 * point.accuracy.mean,
                     100 * point.accuracy.deviation);
    return series;
}

}  // namespace

NaturalCurves readNaturalCurves(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    NaturalCurves curves;
    curves.id = QString::fromStdString(id);
    for (const ResultObject& row : result.rows("rows")) {
        if (!row.textOrNull("selection").isEmpty()) continue;
        curves.kernels[row.text("kernel")].push_back(
            {row.count("images", 1), row.summary("accuracy")});
    }
    for (auto& [kernel, points] : curves.kernels)
        std::ranges::sort(points, {}, &NaturalPoint::images);
    return curves;
}

LineChartData worthChart(const std::optional<NaturalCurves>& natural,
                         const std::vector<DistilledRow>& sets) {
    LineChartData figure;
    figure.x = {NaturalCurveText::tr("Images"), NaturalCurveText::tr("log scale"), 0};
    figure.y = {NaturalCurveText::tr("Test accuracy"), NaturalCurveText::tr("%"), 1};
    int place = 0;
    if (natural)
        for (const auto& [kernel, points] : natural->kernels)
            figure.series << naturalLine(kernel, points, place++);
    // A set is one point: what it is stands in its tooltip.
    LineSeries distilled{NaturalCurveText::tr("distilled"), {}};
    distilled.lineVisible = false;
    distilled.marker = MarkShape::Disc;
    std::vector<const DistilledRow*> order;
    for (const DistilledRow& row : sets)
        if (std::isfinite(row.figures.accuracy)) order.push_back(&row);
    std::ranges::stable_sort(
        order, {}, [](const DistilledRow* row) { return row->settings.images; });
    for (const DistilledRow* row : order) {
        LineSeries one = distilled;
        one.points << QPointF(static_cast<double>(row->settings.images),
                              100 * row->figures.accuracy);
        one.note = row->name + QStringLiteral(": ") + row->settings.inWords();
        one.inLegend = row == order.front();
        figure.series << one;
    }
    double least = 10, most = 100;
    for (const LineSeries& series : figure.series)
        for (const QPointF& point : series.points) {
            least = std::min(least, point.x());
            most = std::max(most, point.x());
        }
    figure.xAxis = logTicks(least, most);
    return figure;
}

}  // namespace winnow::ui
