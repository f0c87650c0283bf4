// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/run_facts.h"

#include <QFrame>

class QComboBox;
class QPushButton;
class QTableView;

namespace winnow::ui {

class RunModel;

/// The runs of the data set, the one to compare with, the facts of both, and the button that trains
/// another.
class RunPanel : public QFrame {
    Q_OBJECT

public:
    explicit RunPanel(RunModel* runs, QWidget* parent = nullptr);

    /// Marks a row and lists what it may be compared with. shown: artifact id, empty: the training
    /// that runs.
    void setShown(const QString& shown, const QString& compared);
    [[nodiscard]] RunFactsModel* facts() const { return m_factsModel; }
    /// Disabled, the reason is the tooltip.
    void setTrainEnabled(bool enabled, const QString& reason);

    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] QComboBox* comparison() const { return m_comparison; }
    [[nodiscard]] QPushButton* trainButton() const { return m_train; }

Q_SIGNALS:
    /// By a person; empty: the training that runs.
    void runChosen(const QString& id);
    /// By a person; empty: none.
    void comparisonChosen(const QString& id);
    void trainRequested();

private:
    void listComparisons(const QString& shown, const QString& compared);

    RunModel* m_runs;
    RunFactsModel* m_factsModel;
    QTableView* m_table;
    QTableView* m_factsTable;
    QComboBox* m_comparison;
    QList<QPair<QString, QString>> m_entries;  ///< of m_comparison: name, artifact id
    QPushButton* m_train;
};

}  // namespace winnow::ui
