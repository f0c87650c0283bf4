// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/evaluation_chart.h"

#include "ui/pages/evaluate/method_look.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct EvaluationChartText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Evaluate)
};

/// Within 0 to 1, as an accuracy is: a few trainings that differ much have wider intervals.
std::pair<double, double> bandOf(const SummaryFigures& figures, Band band) {
    const bool interval =
        band == Band::Interval && std::isfinite(figures.low) && std::isfinite(figures.high);
    const double low = interval ? figures.low : figures.mean - figures.deviation;
    const double high = interval ? figures.high : figures.mean + figures.deviation;
    return {std::clamp(low, 0.0, 1.0), std::clamp(high, 0.0, 1.0)};
}

/// Puts the figures at x. A band needs a value at every point, so a mean alone is its own.
void addPoint(LineSeries& series, double x, const SummaryFigures& figures, Band band) {
    const auto [low, high] = bandOf(figures, band);
    const bool spread = std::isfinite(low) && std::isfinite(high);
    series.points << QPointF(x, kPercent * figures.mean);
    series.bandLow << kPercent * (spread ? low : figures.mean);
    series.bandHigh << kPercent * (spread ? high : figures.mean);
}

LineSeries seriesOf(const Evaluation& evaluation, const QString& method) {
    const MethodLook look = methodLook(method, evaluation.methods());
    LineSeries series{evaluation.title(method), {}, look.colour};
    series.dashed = look.dashed;
    series.marker = look.marker;
    return series;
}

QString seedRange(std::int64_t least, std::int64_t most) {
    return least == most
               ? seedsText(most)
               : EvaluationChartText::tr("%1 to %2").arg(countText(least), seedsText(most));
}

LineSeries methodSeries(const Evaluation& evaluation, const QString& method, Band band) {
    LineSeries series = seriesOf(evaluation, method);
    series.bandName = bandText(band);
    std::int64_t least = std::numeric_limits<std::int64_t>::max(), most = 0;
    std::vector<double> shares = evaluation.keeps();
    shares.push_back(1);
    for (const double keep : shares) {
        const EvaluationPoint* point = evaluation.point(method, keep);
        if (point == nullptr || !std::isfinite(point->accuracy.mean)) continue;
        addPoint(series, kPercent * keep, point->accuracy, band);
        least = std::min(least, point->accuracy.n);
        most = std::max(most, point->accuracy.n);
    }
    if (!series.points.isEmpty()) series.note = seedRange(least, most);
    // A line of one point cannot be seen.
    if (series.points.size() == 1 && !series.marker) series.marker = MarkShape::Ring;
    return series;
}

/// The full set's mean and band from end to end.
LineSeries fullLine(const Evaluation& evaluation,
                    const EvaluationPoint& full,
                    double low,
                    Band band) {
    LineSeries series = seriesOf(evaluation, full.method);
    series.width = 1.5;
    series.bandName = bandText(band);
    series.note = seedsText(full.accuracy.n);
    for (const double x : {low, kPercent}) addPoint(series, x, full.accuracy, band);
    return series;
}

AxisTitle accuracyTitle(int decimals) {
    return {EvaluationChartText::tr("Test accuracy"), QStringLiteral("%"), decimals};
}

std::vector<std::span<const float>> curvesOf(const Evaluation& evaluation,
                                             const std::vector<EvaluationTrial>& trials) {
    std::vector<std::span<const float>> curves;
    for (const EvaluationTrial& trial : trials) curves.push_back(evaluation.curves.row(trial.row));
    return curves;
}

LineSeries meanOf(const Evaluation& evaluation, const QString& method, double keep) {
    const auto trials = evaluation.trialsOf(method, keep);
    const MethodLook look = methodLook(method, evaluation.methods());
    LineSeries mean = meanCurve(curvesOf(evaluation, trials));
    mean.name = evaluation.title(method);
    mean.colour = look.colour;
    mean.dashed = look.dashed;
    const auto count = static_cast<std::int64_t>(trials.size());
    mean.note = EvaluationChartText::tr("mean of %1").arg(seedsText(count));
    return mean;
}

}  // namespace

QString bandText(Band band) {
    return band == Band::Interval ? EvaluationChartText::tr("95 % interval")
                                  : EvaluationChartText::tr("± one deviation");
}

LineChartData accuracyOverKeep(const Evaluation& evaluation,
                               Band band,
                               const QSet<QString>& hidden) {
    LineChartData data;
    data.x = {EvaluationChartText::tr("Kept share of the open samples"), QStringLiteral("%"), 1};
    data.y = accuracyTitle(2);
    const std::vector<double> keeps = evaluation.keeps();
    const double low = keeps.empty() ? 0 : kPercent * keeps.front();
    data.xLow = low;
    data.xHigh = kPercent;
    const QStringList methods = evaluation.methods();
    // What others are compared with is painted first, ours last.
    QList<LineSeries> ours;
    for (const QString& method : methods) {
        const EvaluationPoint* full = evaluation.point(method, 1);
        if (method == QLatin1String(kFullMethod)) {
            if (full != nullptr && std::isfinite(full->accuracy.mean) && !hidden.contains(method))
                data.series << fullLine(evaluation, *full, low, band);
            continue;
        }
        if (hidden.contains(method) && method != QLatin1String(kRandomMethod)) continue;
        LineSeries series = methodSeries(evaluation, method, band);
        if (series.points.isEmpty()) continue;
        if (series.colour == DataColour::accent())
            ours << series;
        else
            data.series << series;
    }
    data.series << ours;
    return data;
}

const EvaluationPoint* pointAt(const Evaluation& evaluation,
                               const LineChartData& chart,
                               int series,
                               int point) {
    const LineSeries& line = chart.series[series];
    for (const EvaluationPoint& each : evaluation.points)
        if (each.method != QLatin1String(kFullMethod) &&
            evaluation.title(each.method) == line.name &&
            sameKeep(each.keep, line.points[point].x() / kPercent))
            return &each;
    return nullptr;
}

LineSeries meanCurve(const std::vector<std::span<const float>>& curves) {
    LineSeries mean;
    mean.bandName = bandText(Band::Deviation);
    const std::size_t epochs = curves.empty() ? 0 : curves.front().size();
    for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
        std::vector<double> values;
        for (const auto& curve : curves) values.push_back(curve[epoch]);
        const SummaryFigures figures = figuresOf(values);
        if (figures.n > 0) addPoint(mean, static_cast<double>(epoch) + 1, figures, Band::Deviation);
    }
    return mean;
}

LineChartData accuracyOverEpochs(const Evaluation& evaluation, const QString& method, double keep) {
    LineChartData data;
    data.x = {EvaluationChartText::tr("Epoch"), {}, 0};
    data.y = accuracyTitle(2);
    data.xLow = 1;
    data.xHigh = static_cast<double>(std::max<std::int64_t>(2, evaluation.epochs));
    const QString random = QLatin1String(kRandomMethod);
    if (method != random)
        if (LineSeries mean = meanOf(evaluation, random, keep); !mean.points.isEmpty())
            data.series << mean;
    const MethodLook look = methodLook(method, evaluation.methods());
    for (const EvaluationTrial& trial : evaluation.trialsOf(method, keep)) {
        LineSeries thin = meanCurve({evaluation.curves.row(trial.row)});
        if (thin.points.isEmpty()) continue;
        thin.name = EvaluationChartText::tr("%1, seed %2")
                        .arg(evaluation.title(method), countText(trial.seed));
        thin.colour = look.colour;
        thin.width = 0.7;
        thin.inLegend = false;
        thin.bandLow.clear();
        thin.bandHigh.clear();
        data.series << thin;
    }
    LineSeries mean = meanOf(evaluation, method, keep);
    // The trainings are the spread; a band over them would hide them.
    if (method != random) {
        mean.bandLow.clear();
        mean.bandHigh.clear();
    }
    if (!mean.points.isEmpty()) data.series << mean;
    return data;
}

}  // namespace winnow::ui
