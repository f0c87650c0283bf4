// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/evaluate/evaluation.h"

#include <QSet>

namespace winnow::ui {

/// What a band round a mean is.
enum class Band { Interval, Deviation };
/// "95 % interval", "± one deviation".
[[nodiscard]] QString bandText(Band band);

/// Test accuracy over the kept share, a line with its band a method; the full set a line across,
/// random always there. `hidden`: methods left out.
[[nodiscard]] LineChartData accuracyOverKeep(const Evaluation& evaluation,
                                             Band band,
                                             const QSet<QString>& hidden);

/// Series of accuracyOverKeep() to the point it stands for; nullptr for the full set's line.
[[nodiscard]] const EvaluationPoint* pointAt(const Evaluation& evaluation,
                                             const LineChartData& chart,
                                             int series,
                                             int point);

/// Test accuracy after each epoch of every training of a point, thin, with their mean; random at
/// the same share behind it with a band of one deviation.
[[nodiscard]] LineChartData accuracyOverEpochs(const Evaluation& evaluation,
                                               const QString& method,
                                               double keep);

/// Mean of several curves by epoch, in per cent, from epoch 1, with a band of one deviation where
/// there are two values. Values that are not finite are left out.
[[nodiscard]] LineSeries meanCurve(const std::vector<std::span<const float>>& curves);

}  // namespace winnow::ui
