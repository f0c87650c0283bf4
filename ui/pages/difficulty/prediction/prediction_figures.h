// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/widgets/heat_table.h"

namespace winnow::ui {

/// Forgotten or not against predicted or not; colours are shares of a row. seed: as of
/// PredictionResult.
[[nodiscard]] HeatTableData confusionTable(const PredictionResult& result, int predictor, int seed);

/// Events that happened and that the predictor said, by iteration; the mean over seeds, or one.
[[nodiscard]] LineChartData eventChart(const PredictionResult& result, int predictor, int seed);

}  // namespace winnow::ui
