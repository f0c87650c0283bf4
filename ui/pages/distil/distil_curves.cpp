// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_curves.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct DistilCurvesText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Distil)
};

void addPoint(QList<QPointF>& points, double x, double y) {
    if (std::isfinite(y)) points << QPointF(x, y);
}

LineSeries lineOf(const QString& name,
                  QList<QPointF> points,
                  DataColour colour = DataColour::accent(),
                  bool dashed = false) {
    LineSeries series{name, std::move(points), colour};
    series.dashed = dashed;
    return series;
}

/// The same value at every step.
LineSeries levelOf(const QString& name, double value, double end, DataColour colour) {
    LineSeries series = lineOf(name, {{0, value}, {end, value}}, colour, true);
    series.width = 1.5;
    return series;
}

void addLine(LineChartData& data, LineSeries series) {
    if (!series.points.isEmpty()) data.series << std::move(series);
}

QList<QPointF> inPercent(QList<QPointF> points) {
    for (QPointF& point : points) point.setY(100 * point.y());
    return points;
}

/// Steps from the first to `last`.
void setStepAxis(LineChartData& data, double last, bool logarithmic) {
    data.x = {DistilCurvesText::tr("Step"),
              logarithmic ? DistilCurvesText::tr("log scale") : QString(),
              0};
    const double end = std::max(logarithmic ? 10.0 : 1.0, last);
    data.xLow = logarithmic ? 1 : 0;
    data.xHigh = end;
    if (!logarithmic) return;
    // The whole width is used: the axis ends with the steps, not at a power of ten.
    AxisTicks axis = logTicks(1, end);
    axis.high = end;
    axis.ticks.removeIf([end](const Tick& tick) { return tick.at > end; });
    data.xAxis = axis;
}

double valueAt(const Mapped<double>& table, std::int64_t row, std::int64_t column) {
    return table[row * table.dim(1) + column];
}

/// Of all images at the start (0) or the last checkpoint (1).
double testAccuracy(const Distilled& distilled, std::int64_t which) {
    return valueAt(
        distilled.test, which == 0 ? 0 : distilled.test.dim(0) - 1, Distilled::TestAccuracy);
}

/// Of [2, 5, 2]: mean and deviation of the accuracy of a part.
double subsampleAt(const Distilled& distilled, std::int64_t which, std::int64_t part, int column) {
    return distilled.subsample[(which * Distilled::kParts + part) * 2 + column];
}

LineSeries partsOf(const Distilled& distilled, std::int64_t which) {
    LineSeries series =
        lineOf(which == 0 ? DistilCurvesText::tr("start") : DistilCurvesText::tr("distilled"),
               {},
               which == 0 ? DataColour::neutral() : DataColour::accent(),
               which == 0);
    series.marker = which == 0 ? MarkShape::Square : MarkShape::Disc;
    series.bandName = DistilCurvesText::tr("± one deviation");
    // Kept shares fall; the axis rises.
    for (std::int64_t part = Distilled::kParts - 1; part >= 0; --part)
        addBandPoint(series,
                     100 * Distilled::kPartShares[part],
                     100 * subsampleAt(distilled, which, part, 0),
                     100 * subsampleAt(distilled, which, part, 1));
    addBandPoint(series, 100, 100 * testAccuracy(distilled, which), 0);
    return series;
}

}  // namespace

DistilCurve curveOf(const Distilled& distilled) {
    DistilCurve curve;
    for (std::int64_t row = 0; row < distilled.curve.dim(0); ++row) {
        const double step = valueAt(distilled.curve, row, Distilled::Step);
        addPoint(curve.trainLoss, step, valueAt(distilled.curve, row, Distilled::TrainLoss));
        addPoint(
            curve.trainAccuracy, step, valueAt(distilled.curve, row, Distilled::TrainAccuracy));
    }
    for (std::int64_t t = 0; t < distilled.test.dim(0); ++t) {
        const auto step =
            static_cast<double>(distilled.images->checkpoints[static_cast<std::size_t>(t)].step);
        addPoint(curve.testLoss, step, valueAt(distilled.test, t, Distilled::TestLoss));
        addPoint(curve.testAccuracy, step, valueAt(distilled.test, t, Distilled::TestAccuracy));
        addPoint(curve.labelFloor, step, valueAt(distilled.test, t, Distilled::LabelFloor));
    }
    curve.zeroLoss = distilled.figures.zeroLoss;
    curve.startsNatural = distilled.settings.init != u"noise";
    curve.lastStep = std::max(distilled.settings.steps, distilled.images->checkpoints.back().step);
    return curve;
}

DistilCurve curveOf(const QVector<MetricPoint>& metrics,
                    const DistilSettings& settings,
                    std::int64_t classes) {
    DistilCurve curve;
    const QList<QPair<QString, QList<QPointF>*>> wanted{{"train_loss", &curve.trainLoss},
                                                        {"train_accuracy", &curve.trainAccuracy},
                                                        {"test_loss", &curve.testLoss},
                                                        {"test_accuracy", &curve.testAccuracy},
                                                        {"label_floor", &curve.labelFloor}};
    for (const MetricPoint& metric : metrics)
        for (const auto& [name, points] : wanted)
            if (metric.name == name)
                addPoint(*points, static_cast<double>(metric.step), metric.value);
    const auto k = static_cast<double>(classes);
    if (classes > 1) curve.zeroLoss = (k - 1) / (2 * k * k);
    curve.startsNatural = settings.init != u"noise";
    curve.lastStep = settings.steps;
    for (const auto& [name, points] : wanted)
        if (!points->isEmpty())
            curve.lastStep =
                std::max(curve.lastStep, static_cast<std::int64_t>(points->last().x()));
    return curve;
}

LineChartData distilAccuracyChart(const DistilCurve& curve, bool logarithmic) {
    LineChartData data;
    data.y = {DistilCurvesText::tr("Accuracy"), DistilCurvesText::tr("%"), 1};
    const auto end = static_cast<double>(curve.lastStep);
    // What the images can do before the first step is what distilling has to beat.
    if (curve.startsNatural && !curve.testAccuracy.isEmpty() && curve.testAccuracy.first().x() == 0)
        addLine(data,
                levelOf(DistilCurvesText::tr("natural, same count"),
                        100 * curve.testAccuracy.first().y(),
                        end,
                        DataColour::neutral()));
    addLine(data, lineOf(DistilCurvesText::tr("train"), inPercent(curve.trainAccuracy)));
    addLine(data,
            lineOf(DistilCurvesText::tr("test"),
                   inPercent(curve.testAccuracy),
                   DataColour::accent(),
                   true));
    setStepAxis(data, end, logarithmic);
    return data;
}

LineChartData distilLossChart(const DistilCurve& curve, bool logarithmic) {
    LineChartData data;
    data.y = {DistilCurvesText::tr("Mean loss"), {}, 4};
    data.logarithmicY = true;
    const auto end = static_cast<double>(curve.lastStep);
    const bool some = !curve.trainLoss.isEmpty() || !curve.testLoss.isEmpty();
    if (some && std::isfinite(curve.zeroLoss))
        addLine(data,
                levelOf(DistilCurvesText::tr("zero predictor"),
                        curve.zeroLoss,
                        end,
                        DataColour::neutral()));
    addLine(
        data,
        lineOf(DistilCurvesText::tr("label floor"), curve.labelFloor, DataColour::text(), true));
    addLine(data, lineOf(DistilCurvesText::tr("train"), curve.trainLoss));
    addLine(data, lineOf(DistilCurvesText::tr("test"), curve.testLoss, DataColour::accent(), true));
    setStepAxis(data, end, logarithmic);
    return data;
}

LineChartData dimensionChart(const Distilled& distilled, bool logarithmic) {
    LineChartData data;
    data.y = {DistilCurvesText::tr("Dimension"), {}, 1};
    data.yLow = 0;
    const struct {
        QString name;
        DataColour colour;
        bool dashed;
        MarkShape marker;
    } looks[] = {
        {DistilCurvesText::tr("Two-NN"), DataColour::accent(), false, MarkShape::Disc},
        {DistilCurvesText::tr("PCA 90 %"), DataColour::slot(6), false, MarkShape::Square},
        {DistilCurvesText::tr("gradients, Two-NN"), DataColour::accent(), true, MarkShape::Ring},
        {DistilCurvesText::tr("gradients, PCA 90 %"),
         DataColour::slot(6),
         true,
         MarkShape::Diamond},
    };
    for (int column = 0; column < Distilled::DimensionColumns; ++column) {
        const auto& look = looks[column];
        LineSeries series = lineOf(look.name, {}, look.colour, look.dashed);
        series.marker = look.marker;
        for (std::int64_t t = 0; t < distilled.dimension.dim(0); ++t)
            addPoint(series.points,
                     static_cast<double>(
                         distilled.images->checkpoints[static_cast<std::size_t>(t)].step),
                     valueAt(distilled.dimension, t, column));
        addLine(data, std::move(series));
    }
    setStepAxis(data, static_cast<double>(distilled.images->checkpoints.back().step), logarithmic);
    return data;
}

LineChartData subsampleChart(const Distilled& distilled) {
    LineChartData data;
    data.x = {DistilCurvesText::tr("Images kept"), DistilCurvesText::tr("%"), 0};
    data.y = {DistilCurvesText::tr("Test accuracy"), DistilCurvesText::tr("%"), 1};
    data.xLow = 0;
    data.xHigh = 100;
    if (!distilled.subsample) return data;
    addLine(data, partsOf(distilled, 0));
    addLine(data, partsOf(distilled, 1));
    return data;
}

LineChartData spectrumChart(const Distilled& distilled) {
    LineChartData data;
    data.x = {DistilCurvesText::tr("Eigenvalue, largest first"), {}, 0};
    data.y = {DistilCurvesText::tr("Size"), {}, 4};
    data.logarithmicY = true;
    for (std::int64_t which = 0; which < distilled.spectrum.dim(0); ++which) {
        LineSeries series =
            lineOf(which == 0 ? DistilCurvesText::tr("start") : DistilCurvesText::tr("last"),
                   {},
                   which == 0 ? DataColour::neutral() : DataColour::accent(),
                   which == 0);
        const auto values = distilled.spectrum.row(which);
        // A logarithmic axis has no place for zero and rounding below it.
        for (std::size_t i = 0; i < values.size(); ++i)
            if (values[i] > 0) addPoint(series.points, static_cast<double>(i + 1), values[i]);
        addLine(data, std::move(series));
    }
    return data;
}

BarChartData bandChart(const Distilled& distilled) {
    BarChartData data;
    data.x = {DistilCurvesText::tr("Eigenvalues, largest first"), DistilCurvesText::tr("%"), 0};
    data.y = {DistilCurvesText::tr("Share of all"), {}, 2};
    data.together = {DistilCurvesText::tr("start"), DistilCurvesText::tr("last")};
    if (!distilled.bandAccuracy) return data;
    constexpr int kBandWidth = 100 / static_cast<int>(Distilled::kBands);
    for (std::int64_t band = 0; band < Distilled::kBands; ++band)
        for (std::int64_t which = 0; which < 2; ++which) {
            const double accuracy = distilled.bandAccuracy[which * Distilled::kBands + band];
            const double all = testAccuracy(distilled, which);
            Bar bar;
            bar.label = QStringLiteral("%1–%2").arg(band * kBandWidth).arg((band + 1) * kBandWidth);
            bar.value = all > 0 && std::isfinite(accuracy) ? accuracy / all : 0;
            bar.colour = which == 0 ? DataColour::neutral() : DataColour::accent();
            bar.toolTip = DistilCurvesText::tr("test accuracy %1 of %2")
                              .arg(percentText(accuracy, 1), percentText(all, 1));
            data.bars << bar;
        }
    return data;
}

}  // namespace winnow::ui
