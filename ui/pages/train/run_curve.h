// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/engine/job.h"
#include "ui/session/mapped.h"

#include <array>

namespace winnow::ui {

/// Loss and accuracy of one run, epoch by epoch.
struct RunCurve {
    enum Column { TrainLoss, TrainAccuracy, HeldOutLoss, HeldOutAccuracy, TestLoss, TestAccuracy };
    struct Epoch {
        int number = 0;                ///< from 1
        std::array<double, 6> values;  ///< by Column; losses in nats, accuracies 0 to 1, NaN: none
    };
    QString name;
    QList<Epoch> epochs;  ///< ascending
};

/// Of a stored run: curve [E,6].
[[nodiscard]] RunCurve curveOf(const QString& name, const Mapped<double>& curve);

/// Of what a training has reported so far; of several repeats the one it is at.
[[nodiscard]] RunCurve curveOf(const QString& name, const QVector<MetricPoint>& metrics);

/// Samples that went from right to wrong, by epoch, as the same training has reported them.
[[nodiscard]] QList<QPointF> reportedForgetting(const QVector<MetricPoint>& metrics);

/// Train solid, validation dashed, test as marks, for it is taken at two epochs only; `other` in
/// neutralData. `epochs`: where the axis ends, 0: at the last point.
[[nodiscard]] LineChartData lossChart(const RunCurve& shown, const RunCurve* other, int epochs = 0);
[[nodiscard]] LineChartData accuracyChart(const RunCurve& shown,
                                          const RunCurve* other,
                                          int epochs = 0);

}  // namespace winnow::ui
