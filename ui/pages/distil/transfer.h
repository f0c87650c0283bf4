// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/session/result_object.h"
#include "ui/theme/numbers.h"

#include <vector>

/// What an artifact of kind `transfer` says: networks trained on distilled images, on the images
/// they began as, and on as many at random. Accuracies are shares 0 to 1 of the test split.
namespace winnow::ui {

struct TransferRow {
    QString network = {};    ///< "lenet5"
    QString loss = {};       ///< "mse", "xent"
    QString distilled = {};  ///< id of the set it was compared with
    QString set = {};        ///< "distilled", "start", "random"
    std::int64_t step = -1;  ///< of the distillation; -1: of no step
    std::int64_t size = 0;   ///< images
    SummaryFigures accuracy = {};
    QString verdict = {};  ///< against random: "better", "worse", "no difference"; empty: none
    double p = kNotDefined;
};

struct Transfer {
    QString id;
    std::vector<TransferRow> rows;

    /// In the order of the rows.
    [[nodiscard]] QStringList networks() const;
    /// The first row of `network` and `set`; nullptr: there is none.
    [[nodiscard]] const TransferRow* row(const QString& network, const QString& set) const;
};

/// Throws Error{BadInput}: missing or damaged.
[[nodiscard]] Transfer readTransfer(const store::Project& project, const std::string& id);

/// "distilled", "start", "random" in words.
[[nodiscard]] QString transferSetTitle(const QString& set);

/// A mark for each set over the networks; random with its band.
[[nodiscard]] LineChartData transferChart(const Transfer& transfer);

}  // namespace winnow::ui
