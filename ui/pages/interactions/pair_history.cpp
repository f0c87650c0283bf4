// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/pair_history.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <functional>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct PairHistoryText {
    Q_DECLARE_TR_FUNCTIONS(PairHistory)
};

constexpr int kOtherSlot = 6;  // the second sample, beside the first in the colour of text

std::array<double, 2> both(const QJsonValue& values) {
    const QJsonArray array = values.toArray();
    return {array.at(0).toDouble(kNotDefined), array.at(1).toDouble(kNotDefined)};
}

HistoryPoint pointOf(const QJsonObject& body) {
    HistoryPoint point;
    point.checkpoint = body[QLatin1String("checkpoint")].toString();
    point.epoch = body[QLatin1String("epoch")].toInteger();
    point.kappa = body[QLatin1String("kappa")].toDouble(kNotDefined);
    point.cosine = body[QLatin1String("cosine")].toDouble(kNotDefined);
    point.own = both(body[QLatin1String("kappa_own")]);
    point.losses = both(body[QLatin1String("losses")]);
    return point;
}

LineSeries lineOf(const PairHistory& history,
                  const QString& name,
                  DataColour colour,
                  bool dashed,
                  const std::function<double(const HistoryPoint&)>& value) {
    LineSeries line{name, {}, colour, dashed};
    if (!dashed) line.marker = MarkShape::Disc;
    for (const HistoryPoint& point : history.snapshots)
        line.points << QPointF(static_cast<double>(point.epoch), value(point));
    return line;
}

QList<LineSeries> linesOf(const PairHistory& history, HistoryValue value) {
    const QString first = QStringLiteral("#%1").arg(history.first),
                  second = QStringLiteral("#%1").arg(history.second);
    const DataColour one = DataColour::text(), other = DataColour::slot(kOtherSlot);
    const auto line = [&](const QString& name, DataColour colour, bool dashed, auto get) {
        return lineOf(history, name, colour, dashed, get);
    };
    switch (value) {
        case HistoryValue::Cosine:
            return {line(PairHistoryText::tr("cosine"),
                         DataColour::accent(),
                         false,
                         [](const HistoryPoint& at) { return at.cosine; })};
        case HistoryValue::Kappa:
            return {line(PairHistoryText::tr("κ of the pair"),
                         DataColour::accent(),
                         false,
                         [](const HistoryPoint& at) { return at.kappa; }),
                    line(PairHistoryText::tr("own of %1").arg(first),
                         one,
                         true,
                         [](const HistoryPoint& at) { return at.own[0]; }),
                    line(PairHistoryText::tr("own of %1").arg(second),
                         other,
                         true,
                         [](const HistoryPoint& at) { return at.own[1]; })};
        case HistoryValue::Loss:
            return {
                line(first, one, false, [](const HistoryPoint& at) { return at.losses[0]; }),
                line(second, other, false, [](const HistoryPoint& at) { return at.losses[1]; })};
    }
    return {};
}

}  // namespace

PairHistory pairHistory(const QJsonObject& body) {
    const QJsonArray samples = body[QLatin1String("samples")].toArray();
    PairHistory history;
    history.first = samples.at(0).toInteger(-1);
    history.second = samples.at(1).toInteger(-1);
    for (const QJsonValue point : body[QLatin1String("snapshots")].toArray())
        history.snapshots.push_back(pointOf(point.toObject()));
    history.atKernel = pointOf(body[QLatin1String("at_kernel")].toObject());
    return history;
}

LineChartData historyChart(const PairHistory& history, HistoryValue value) {
    LineChartData chart;
    chart.x = {PairHistoryText::tr("Epoch"), {}, 0};
    if (history.snapshots.empty()) return chart;
    chart.xLow = static_cast<double>(history.snapshots.front().epoch);
    chart.xHigh = std::max(*chart.xLow + 1, static_cast<double>(history.snapshots.back().epoch));
    chart.series = linesOf(history, value);
    if (value == HistoryValue::Cosine) {
        chart.y = {PairHistoryText::tr("Cosine"), {}, 2};
        chart.yLow = -1;
        chart.yHigh = 1;
    } else if (value == HistoryValue::Kappa) {
        chart.y = {PairHistoryText::tr("κ"), {}, 2};
    } else {
        chart.y = {PairHistoryText::tr("Loss"), PairHistoryText::tr("nats"), 3};
        chart.yLow = 0;
    }
    return chart;
}

}  // namespace winnow::ui
