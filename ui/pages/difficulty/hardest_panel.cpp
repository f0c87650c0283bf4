// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/hardest_panel.h"

#include "ui/pages/difficulty/hardest_model.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QItemSelection>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace winnow::ui {

HardestPanel::HardestPanel(Session* session, QWidget* parent)
    : Panel(tr("Samples"), parent),
      m_session(session),
      m_model(new HardestModel(session, this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_classes(new QComboBox(this)),
      m_rank(new Segments({tr("Hardest"), tr("Most forgotten")}, this)) {
    m_classes->setAccessibleName(tr("Class"));
    m_rank->setAccessibleName(tr("Rank by"));
    addHeaderWidget(m_rank);
    addHeaderWidget(m_classes);
    setUpTable();
    setContent(m_table);
    const auto ranked = [this] { rank(m_rank->currentIndex(), m_classes->currentIndex()); };
    connect(m_rank, &Segments::currentChanged, this, ranked);
    connect(m_classes, &QComboBox::activated, this, ranked);
    connect(session, &Session::datasetChanged, this, &HardestPanel::listClasses);
    connect(session->selection(), &Selection::changed, this, &HardestPanel::showSelection);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &HardestPanel::showSelection);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::selectionChanged,
            this,
            &HardestPanel::rowsSelected);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                if (row.isValid() && !m_syncing)
                    m_session->selection()->setCurrent(row.data(HardestModel::IdRole).toLongLong());
            });
    listClasses();
}

void HardestPanel::setUpTable() {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RecordSortRole);
    setUpRecordTable(*m_table, 40);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Hardest samples"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setMinimumHeight(scaled(size::kTableHeader + 4 * 40));
    auto* header = m_table->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(HardestModel::Sample, QHeaderView::Fixed);
    header->setSectionResizeMode(HardestModel::Class, QHeaderView::Stretch);
}

void HardestPanel::listClasses() {
    m_model->rankBy(QStringLiteral("difficulty"), -1);
    const QString largest = QLatin1Char('#') + countText(m_session->sampleCount());
    m_table->horizontalHeader()->resizeSection(
        HardestModel::Sample,
        m_table->fontMetrics().horizontalAdvance(largest) + scaled(32 + 4 * size::kSpace));
    m_classes->clear();
    m_classes->addItem(tr("All classes, %1 each").arg(countText(m_model->perClass())));
    m_classes->addItems(m_session->classNames());
    rank(m_rank->currentIndex(), 0);
}

void HardestPanel::rank(int segment, int classIndex) {
    m_model->rankBy(segment == 0 ? QStringLiteral("difficulty") : QStringLiteral("forgetting"),
                    classIndex - 1);
    if (m_model->rowCount() > 0) m_table->scrollToTop();
}

void HardestPanel::rowsSelected() {
    if (m_syncing) return;
    SampleSet samples(m_session->sampleCount());
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows())
        samples.insert(row.data(HardestModel::IdRole).toLongLong());
    m_syncing = true;
    m_session->selection()->select(samples);
    m_syncing = false;
}

void HardestPanel::showSelection() {
    if (m_syncing) return;
    m_syncing = true;
    QItemSelection rows;
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex index = m_sorted->index(row, 0);
        if (m_session->selection()->contains(index.data(HardestModel::IdRole).toLongLong()))
            rows.select(index, m_sorted->index(row, HardestModel::Columns - 1));
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    m_syncing = false;
}

}  // namespace winnow::ui
