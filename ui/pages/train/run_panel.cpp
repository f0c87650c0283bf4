// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_panel.h"

#include "ui/pages/train/record_table.h"
#include "ui/pages/train/run_model.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>

#include <algorithm>

namespace winnow::ui {

RunPanel::RunPanel(RunModel* runs, QWidget* parent)
    : QFrame(parent),
      m_runs(runs),
      m_factsModel(new RunFactsModel(this)),
      m_table(new QTableView(this)),
      m_factsTable(new QTableView(this)),
      m_comparison(new QComboBox(this)),
      m_train(new QPushButton(tr("Train…"), this)) {
    setProperty("role", QStringLiteral("panel"));
    setUpRecordTable(*m_table, size::kTableRow);
    m_table->setModel(runs);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAccessibleName(tr("Runs"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(RunModel::Name, QHeaderView::Stretch);
    m_table->setMinimumHeight(scaled(size::kTableHeader + 2 * size::kTableRow));
    setUpRecordTable(*m_factsTable, size::kDenseTableRow);
    m_factsTable->setModel(m_factsModel);
    m_factsTable->setSelectionMode(QAbstractItemView::NoSelection);
    m_factsTable->setAccessibleName(tr("Settings and results"));
    m_factsTable->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_factsTable->setMinimumHeight(scaled(size::kTableHeader + 4 * size::kDenseTableRow));
    m_comparison->setAccessibleName(tr("Compare with"));
    m_comparison->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_comparison->setMinimumContentsLength(8);
    m_train->setProperty("kind", QStringLiteral("primary"));
    m_train->setToolTip(tr("Opens the form of a new training; it shows the cost before it starts"));

    auto* compare = new QHBoxLayout;
    compare->setSpacing(scaled(size::kSpace));
    auto* label = makeLabel(tr("Compare with"), "secondary", this);
    label->setBuddy(m_comparison);
    compare->addWidget(label);
    compare->addWidget(m_comparison, 1);
    auto* column = new QVBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    column->setContentsMargins(padding, scaled(size::kSpace), padding, padding);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(makeLabel(tr("Runs"), "panelTitle", this));
    column->addWidget(m_table, 2);
    column->addLayout(compare);
    column->addWidget(m_factsTable, 3);
    column->addWidget(m_train);

    connect(m_train, &QPushButton::clicked, this, &RunPanel::trainRequested);
    connect(m_comparison, &QComboBox::activated, this, [this](int index) {
        Q_EMIT comparisonChosen(m_comparison->itemData(index).toString());
    });
    const auto choose = [this](const QModelIndex& index) {
        if (index.isValid()) Q_EMIT runChosen(m_runs->idAt(index.row()));
    };
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, choose);
}

void RunPanel::setShown(const QString& shown, const QString& compared) {
    const int row = m_runs->rowOf(shown);
    if (row != m_table->currentIndex().row() || !m_table->selectionModel()->isRowSelected(row)) {
        const QSignalBlocker block(m_table->selectionModel());
        m_table->setCurrentIndex(m_runs->index(row, 0));
        m_table->viewport()->update();
    }
    listComparisons(shown, compared);
    m_comparison->setEnabled(m_comparison->count() > 1);
    m_comparison->setToolTip(m_comparison->count() > 1
                                 ? tr("An earlier run, grey in the charts")
                                 : tr("There is no other run of this data set"));
    const bool three = m_factsModel->columnCount() > 2;
    auto* header = m_factsTable->horizontalHeader();
    header->setSectionResizeMode(RunFactsModel::Fact, QHeaderView::Stretch);
    header->setSectionResizeMode(RunFactsModel::Shown, QHeaderView::ResizeToContents);
    if (three) header->setSectionResizeMode(RunFactsModel::Other, QHeaderView::ResizeToContents);
}

void RunPanel::listComparisons(const QString& shown, const QString& compared) {
    QList<QPair<QString, QString>> entries{{tr("no run"), QString()}};
    for (int i = 0; i < m_runs->rowCount(); ++i)
        if (const QString id = m_runs->idAt(i); !id.isEmpty() && id != shown)
            entries.append({m_runs->index(i, RunModel::Name).data().toString(), id});
    // While a training reports, this is called often: an open list must stay open.
    if (entries != m_entries) {
        m_entries = entries;
        m_comparison->clear();
        for (const auto& [name, id] : entries) m_comparison->addItem(name, id);
    }
    m_comparison->setCurrentIndex(std::max(0, m_comparison->findData(compared)));
}

void RunPanel::setTrainEnabled(bool enabled, const QString& reason) {
    m_train->setEnabled(enabled);
    m_train->setToolTip(
        enabled ? tr("Opens the form of a new training; it shows the cost before it starts")
                : reason);
}

}  // namespace winnow::ui
