// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/prediction_figures.h"

#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

namespace winnow::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("PredictionFigures", text); }

HeatCell cellOf(std::int64_t count, std::int64_t row, const QString& actual, const QString& said) {
    HeatCell cell;
    cell.shown = true;
    cell.text = countText(count);
    cell.toolTip = tr("%1, %2\n%3").arg(actual, said, samplesText(count));
    if (row == 0) return cell;
    cell.value = static_cast<double>(count) / static_cast<double>(row);
    cell.second = percentText(cell.value, 1);
    cell.toolTip += u'\n' + tr("%1 of the row").arg(percentText(cell.value, 2));
    return cell;
}

}  // namespace

HeatTableData confusionTable(const PredictionResult& result, int predictor, int seed) {
    const Confusion counts = result.confusion(predictor, seed);
    const std::int64_t stayed = counts.falseAlarms + counts.quiet;
    HeatTableData table;
    table.rows = {tr("forgotten"), tr("stayed right")};
    table.columns = {tr("predicted"), tr("not predicted")};
    table.lowText = tr("0 % of the row");
    table.highText = tr("100 %");
    table.cells = {cellOf(counts.hits, counts.events(), table.rows[0], table.columns[0]),
                   cellOf(counts.missed, counts.events(), table.rows[0], table.columns[1]),
                   cellOf(counts.falseAlarms, stayed, table.rows[1], table.columns[0]),
                   cellOf(counts.quiet, stayed, table.rows[1], table.columns[1])};
    table.csv = QStringLiteral(
                    "happened,predicted,not predicted\nforgotten,%1,%2\n"
                    "stayed right,%3,%4\n")
                    .arg(counts.hits)
                    .arg(counts.missed)
                    .arg(counts.falseAlarms)
                    .arg(counts.quiet);
    return table;
}

LineChartData eventChart(const PredictionResult& result, int predictor, int seed) {
    LineChartData data;
    const bool all = seed == PredictionResult::kAllSeeds && result.seeds > 1;
    data.x = {tr("Iteration"), {}, 0};
    data.y = {tr("Samples"), {}, all ? 1 : 0};
    data.yLow = 0;
    data.xLow = 1;
    data.xHigh = std::max<double>(2, static_cast<double>(result.iterations));
    LineSeries happened{tr("forgotten"), {}};
    LineSeries said{tr("predicted"), {}, DataColour::slot(6)};
    said.dashed = true;
    happened.note = said.note = all ? tr("mean of %1").arg(seedsText(result.seeds)) : QString();
    const double share = all ? 1 / static_cast<double>(result.seeds) : 1;
    for (std::int64_t t = 0; t < result.iterations; ++t) {
        const Confusion counts = result.confusionAt(predictor, seed, t);
        const auto x = static_cast<double>(t + 1);
        happened.points << QPointF(x, static_cast<double>(counts.events()) * share);
        said.points << QPointF(x, static_cast<double>(counts.predicted()) * share);
    }
    data.series << happened << said;
    return data;
}

}  // namespace winnow::ui
