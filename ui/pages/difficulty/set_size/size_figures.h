// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/difficulty/paper_values.h"
#include "ui/pages/difficulty/set_size/difficulty_result.h"
#include "ui/widgets/heat_table.h"

namespace winnow::ui {

/// Every two set sizes: row the larger, column the smaller. repeat: as of DifficultyResult. paper:
/// null for none.
[[nodiscard]] HeatTableData correlationTable(const DifficultyResult& result,
                                             int repeat,
                                             const PaperCorrelations* paper);

/// How well difficulty on the size `against` (index) goes together with that on smaller sets, over
/// their size, with intervals; and the paper's. Sizes where it is not defined are left out.
[[nodiscard]] LineChartData correlationCurve(const DifficultyResult& result,
                                             std::size_t against,
                                             int repeat,
                                             const PaperCorrelations* paper);

/// "40 of 252 trainings diverged; …", or "None of 252 trainings diverged."
[[nodiscard]] QString divergedText(const DifficultyResult& result);

/// "3 repeats, 10 epochs; difficulty is the sum of cross-entropy over epochs, read in a pass after
/// each epoch".
[[nodiscard]] QString settingsText(const DifficultyResult& result);

}  // namespace winnow::ui
