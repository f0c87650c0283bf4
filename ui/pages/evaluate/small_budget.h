// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/mapped.h"
#include "ui/session/result_object.h"

#include <span>
#include <vector>

namespace winnow::ui {

/// Training on a small share of the set: drawn at random, against drawn from each class's largest
/// cluster only. lpNTK paper, appendix E.2, Fig. 18. Accuracies are shares 0 to 1 of the test
/// split; NaN: diverged, or not defined.
struct SmallBudget {
    enum Method { Random, HeadCluster };
    struct Row {
        double share = 0;                    ///< of the set, asked for
        std::int64_t samples = 0;            ///< trained on, in each of both sets
        std::int64_t shrunk = 0;             ///< how many fewer than the share asks for
        SummaryFigures random, headCluster;  ///< after the last epoch
        double t = 0, df = 0, p = 1;         ///< Welch, head cluster minus random
        QString verdict;                     ///< "better", "worse", "no difference"; empty: no test
    };
    QString id;
    std::int64_t runs = 0, epochs = 0, diverged = 0;
    std::vector<Row> rows;   ///< one a share
    Mapped<float> accuracy;  ///< [shares,2,runs,epochs]

    /// Test accuracy of one run after each epoch.
    [[nodiscard]] std::span<const float> curve(std::size_t row,
                                               Method method,
                                               std::int64_t run) const;
};

/// Throws Error{BadInput}: a file is missing, damaged, or disagrees with another.
[[nodiscard]] SmallBudget readSmallBudget(const store::Project& project, const std::string& id);

}  // namespace winnow::ui
