// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/bar_chart.h"
#include "ui/charts/line_series.h"
#include "ui/engine/job.h"
#include "ui/pages/distil/distilled.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {

/// Loss and accuracy over the steps, of a stored distillation or of what a job has reported.
/// Points ascend by step; accuracies are shares.
struct DistilCurve {
    QList<QPointF> trainLoss, trainAccuracy, testLoss, testAccuracy, labelFloor;
    double zeroLoss = kNotDefined;  ///< of the zero predictor
    bool startsNatural = false;  ///< the images began as natural ones
    std::int64_t lastStep = 0;   ///< where the axis ends
};
[[nodiscard]] DistilCurve curveOf(const Distilled& distilled);
/// `classes` of the data set: (K-1)/(2 K^2) is the loss of the zero predictor.
[[nodiscard]] DistilCurve curveOf(const QVector<MetricPoint>& metrics,
                                  const DistilSettings& settings,
                                  std::int64_t classes);

/// Steps on a logarithmic axis begin at 1; step 0 is drawn at its left end.
[[nodiscard]] LineChartData distilAccuracyChart(const DistilCurve& curve, bool logarithmic);
/// With the loss of the zero predictor and the floor that labels alone can reach.
[[nodiscard]] LineChartData distilLossChart(const DistilCurve& curve, bool logarithmic);
/// Two-NN and principal components, of pixels and of gradients.
[[nodiscard]] LineChartData dimensionChart(const Distilled& distilled, bool logarithmic);
/// Accuracy of random parts of the set, start and last, with one deviation over the draws.
[[nodiscard]] LineChartData subsampleChart(const Distilled& distilled);
/// Eigenvalues of K_ss, start and last, on a logarithmic axis.
[[nodiscard]] LineChartData spectrumChart(const Distilled& distilled);
/// Test accuracy by fifths of the spectrum as a share of that by all of it, start and last.
[[nodiscard]] BarChartData bandChart(const Distilled& distilled);

}  // namespace winnow::ui
