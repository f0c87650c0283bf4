// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/difficulty/control/control_result.h"

namespace winnow::ui {

/// Loss by epoch over runs: mean and standard deviation (n - 1), [E] each, nats; NaN in an epoch
/// without any run.
struct LossCurve {
    std::vector<double> mean, deviation;
    std::int64_t runs = 0;  ///< that were not dropped
};
using CompanyCurves = std::array<LossCurve, kCompanies>;

struct ControlCurves {
    CompanyCurves all;                   ///< of the mean loss of all targets
    std::vector<CompanyCurves> classes;  ///< [K] of each class's target
};

/// loss: [3,R,E,K]; a run whose losses are NaN was dropped, a class without target is NaN
/// throughout. O(3 R E K).
[[nodiscard]] ControlCurves controlCurves(const Mapped<float>& loss);

/// Colours of look.md's class palette that are red, orange and violet, as Fig. 2 has them.
[[nodiscard]] DataColour companyColour(Company company);

/// Lines with bands of one deviation.
[[nodiscard]] LineChartData controlChart(const CompanyCurves& curves);

}  // namespace winnow::ui
