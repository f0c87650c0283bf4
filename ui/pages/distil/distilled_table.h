// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/paper_rows.h"
#include "ui/pages/evaluate/result_table.h"

namespace winnow::ui {

/// A distilled set among others.
struct DistilledRow {
    QString id = {}, name = {};
    DistilSettings settings = {};
    DistilFigures figures = {};
    std::optional<DistilPaperValue> paper = {};
};

/// All distilled sets of a data set side by side, the paper's value beside where there is one.
class DistilledTable : public ResultTable {
    Q_OBJECT

public:
    enum Column {
        Name,
        Method,
        Kernel,
        Images,
        Labels,
        Preprocessing,
        Steps,
        Accuracy,
        BestFive,
        Loss,
        SecondsPerStep,
        Paper,
    };

    explicit DistilledTable(QObject* parent = nullptr);

    void setDistilled(std::vector<DistilledRow> rows);
    /// Of a row of this model.
    [[nodiscard]] QString idAt(int row) const;

private:
    std::vector<DistilledRow> m_distilled;
};

}  // namespace winnow::ui
