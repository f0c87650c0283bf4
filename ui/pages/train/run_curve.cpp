// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_curve.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

constexpr double kNotRecorded = std::numeric_limits<double>::quiet_NaN();

/// The context of this file's words.
struct RunCurveText {
    Q_DECLARE_TR_FUNCTIONS(RunCurve)
};

int columnOf(const QString& metric) {
    static const QStringList names{QStringLiteral("train_loss"),
                                   QStringLiteral("train_accuracy"),
                                   QStringLiteral("validation_loss"),
                                   QStringLiteral("validation_accuracy"),
                                   QStringLiteral("test_loss"),
                                   QStringLiteral("test_accuracy")};
    return static_cast<int>(names.indexOf(metric));
}

/// Where the last repeat begins: each starts again with the loss of an earlier epoch.
qsizetype beginOfRepeat(const QVector<MetricPoint>& metrics) {
    qsizetype begin = 0;
    std::int64_t before = 0;
    for (qsizetype i = 0; i < metrics.size(); ++i) {
        if (metrics[i].name != u"train_loss") continue;
        if (metrics[i].step <= before) begin = i;
        before = metrics[i].step;
    }
    return begin;
}

QList<QPointF> pointsOf(const RunCurve& curve, int column, double factor) {
    QList<QPointF> points;
    for (const RunCurve::Epoch& epoch : curve.epochs)
        if (const double value = epoch.values[static_cast<std::size_t>(column)];
            std::isfinite(value))
            points << QPointF(epoch.number, factor * value);
    return points;
}

/// column: of the training figure; validation and test follow two and four behind.
LineChartData chart(
    const RunCurve& shown, const RunCurve* other, int epochs, int column, double factor) {
    LineChartData data;
    data.x = {RunCurveText::tr("Epoch"), {}, 0};
    const auto add = [&](LineSeries series) {
        if (!series.points.isEmpty()) data.series << std::move(series);
    };
    if (other != nullptr) {
        LineSeries line{other->name, pointsOf(*other, column, factor), DataColour::neutral()};
        line.note = RunCurveText::tr("train");
        line.width = 1.5;
        add(line);
        line.points = pointsOf(*other, column + 2, factor);
        line.note = RunCurveText::tr("validation");
        line.dashed = true;
        line.inLegend = data.series.isEmpty();
        add(line);
    }
    add({RunCurveText::tr("train"), pointsOf(shown, column, factor)});
    LineSeries heldOut{RunCurveText::tr("validation"), pointsOf(shown, column + 2, factor)};
    heldOut.dashed = true;
    add(heldOut);
    LineSeries test{
        RunCurveText::tr("test"), pointsOf(shown, column + 4, factor), DataColour::text()};
    test.lineVisible = false;
    test.marker = MarkShape::Diamond;
    add(test);
    // The run that is looked at stands first in the legend and is painted last.
    for (LineSeries& series : data.series)
        if (other == nullptr || series.name != other->name) series.note = shown.name;
    double last = epochs;
    for (const LineSeries& series : data.series) last = std::max(last, series.points.last().x());
    data.xLow = 1;
    data.xHigh = std::max(2.0, last);
    return data;
}

}  // namespace

RunCurve curveOf(const QString& name, const Mapped<double>& curve) {
    RunCurve result{name, {}};
    for (std::int64_t epoch = 0; epoch < curve.dim(0); ++epoch) {
        RunCurve::Epoch each{static_cast<int>(epoch) + 1, {}};
        std::ranges::copy(curve.row(epoch).first(each.values.size()), each.values.begin());
        result.epochs << each;
    }
    return result;
}

RunCurve curveOf(const QString& name, const QVector<MetricPoint>& metrics) {
    RunCurve result{name, {}};
    for (qsizetype i = beginOfRepeat(metrics); i < metrics.size(); ++i) {
        const int column = columnOf(metrics[i].name);
        if (column < 0) continue;
        const int number = static_cast<int>(metrics[i].step);
        auto place = std::ranges::lower_bound(result.epochs, number, {}, &RunCurve::Epoch::number);
        if (place == result.epochs.end() || place->number != number) {
            RunCurve::Epoch fresh{number, {}};
            fresh.values.fill(kNotRecorded);
            place = result.epochs.insert(place, fresh);
        }
        place->values[static_cast<std::size_t>(column)] = metrics[i].value;
    }
    return result;
}

QList<QPointF> reportedForgetting(const QVector<MetricPoint>& metrics) {
    QList<QPointF> points;
    for (qsizetype i = beginOfRepeat(metrics); i < metrics.size(); ++i)
        if (metrics[i].name == u"forgetting_events")
            points << QPointF(static_cast<double>(metrics[i].step), metrics[i].value);
    return points;
}

LineChartData lossChart(const RunCurve& shown, const RunCurve* other, int epochs) {
    LineChartData data = chart(shown, other, epochs, RunCurve::TrainLoss, 1);
    data.y = {RunCurveText::tr("Loss"), RunCurveText::tr("nats"), 3};
    data.yLow = 0;
    return data;
}

LineChartData accuracyChart(const RunCurve& shown, const RunCurve* other, int epochs) {
    LineChartData data = chart(shown, other, epochs, RunCurve::TrainAccuracy, 100);
    data.y = {RunCurveText::tr("Accuracy"), RunCurveText::tr("%"), 1};
    const bool nearTop = std::ranges::any_of(data.series, [](const LineSeries& series) {
        return std::ranges::any_of(series.points, [](QPointF p) { return p.y() > 80; });
    });
    if (nearTop) data.yHigh = 100;
    return data;
}

}  // namespace winnow::ui
