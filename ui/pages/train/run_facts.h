// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <optional>

namespace winnow::ui {

struct Job;

/// Settings and results of a training as a person compares them, in one fixed order of rows.
struct RunFacts {
    QString inWords;  ///< "LeNet-5, seed 1, 15 epochs"
    QStringList values;
    int epochs = 0;                        ///< asked for
    int bestEpoch = 0;                     ///< of w*, from 1; 0 before the run is stored
    double heldOutAccuracy, testAccuracy;  ///< at w*, 0 to 1, NaN: none
};

[[nodiscard]] RunFacts runFacts(const store::ArtifactRow& run);
/// Of a job that has not ended: its results are en dashes.
[[nodiscard]] RunFacts runFacts(const Job& job);

/// The facts of a run and, in a further column, of the one it is compared with. What differs
/// stands in the text's full weight.
class RunFactsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Fact, Shown, Other };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QString& shownName,
                 const std::optional<RunFacts>& shown,
                 const QString& otherName,
                 const std::optional<RunFacts>& other);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    QString m_shownName, m_otherName;
    std::optional<RunFacts> m_shown, m_other;
};

}  // namespace winnow::ui
