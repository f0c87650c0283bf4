// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/prediction/prediction_result.h"

#include <QAbstractTableModel>

namespace winnow::ui {

/// How good each predictor is, over all seeds or seed by seed; below, the paper's Table 1.
class PredictorModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Precision, Recall, F1, Events, Predicted, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setPredictors(std::vector<Predictor> predictors);
    /// Seed by seed instead of means.
    void setPerSeed(bool perSeed);
    /// Index of a row's predictor; -1 for the paper's.
    [[nodiscard]] int predictorAt(int row) const;
    [[nodiscard]] int firstRowOf(int predictor) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    struct Line {
        int predictor = -1;
        QStringList texts;
    };
    void rebuild();

    std::vector<Predictor> m_predictors;
    std::vector<Line> m_lines;
    bool m_perSeed = false;
};

/// "centred", "error (eq. 1)", "displacement (true step)": as a person reads a predictor's name.
[[nodiscard]] QString predictorText(const QString& name);

}  // namespace winnow::ui
