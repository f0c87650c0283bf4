// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"

#include <QString>

#include <array>
#include <cstdint>
#include <vector>

class QJsonObject;

namespace winnow::ui {

/// A pair at one checkpoint of a training.
struct HistoryPoint {
    QString checkpoint;      ///< "epoch-5", "best", "last"
    std::int64_t epoch = 0;  ///< finished, counted from 1
    double kappa = 0;
    double cosine = 0;  ///< NaN where a gradient vanishes
    std::array<double, 2> own{}, losses{};
};

/// How a pair acted on each other while the network learned.
struct PairHistory {
    std::int64_t first = -1, second = -1;
    std::vector<HistoryPoint> snapshots;  ///< in the order of their epochs
    HistoryPoint atKernel;                ///< at the weights of the kernel
};

/// What `history` answers (engine/run/serve.cpp).
[[nodiscard]] PairHistory pairHistory(const QJsonObject& body);

/// What is drawn over the epochs.
enum class HistoryValue { Cosine, Kappa, Loss };

/// Lines over the epochs with a mark at every snapshot.
[[nodiscard]] LineChartData historyChart(const PairHistory& history, HistoryValue value);

}  // namespace winnow::ui
