// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/cluster_table.h"

#include "ui/models/cluster_model.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>

namespace winnow::ui {

/// Rows of one class.
class ClusterTable::Rows : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setClass(std::int64_t label) {
        m_label = label;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (m_label < 0) return true;
        return sourceModel()->index(row, 0, parent).data(ClusterModel::ClassRole).toInt() ==
               m_label;
    }

private:
    std::int64_t m_label = -1;
};

ClusterTable::ClusterTable(ClusterModel* model, QWidget* parent)
    : QTableView(parent), m_rows(new Rows(this)) {
    setAccessibleName(tr("Clusters"));
    m_rows->setSourceModel(model);
    m_rows->setSortRole(ClusterModel::SortRole);
    setModel(m_rows);
    setSortingEnabled(true);
    sortByColumn(ClusterModel::Size, Qt::DescendingOrder);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(scaled(size::kDenseTableRow));
    verticalHeader()->setMinimumSectionSize(scaled(size::kDenseTableRow));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setHighlightSections(false);
    setMinimumHeight(scaled(size::kTableHeader + 4 * size::kDenseTableRow));
    connect(selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_following) Q_EMIT opened(clusterAt(current.row()));
            });
}

void ClusterTable::setClass(std::int64_t label) {
    const QScopedValueRollback following(m_following, true);
    m_rows->setClass(label);
}

std::int64_t ClusterTable::clusterAt(int row) const {
    return m_rows->index(row, 0).data(ClusterModel::NumberRole).toLongLong();
}

void ClusterTable::setOpened(std::int64_t cluster) {
    const QScopedValueRollback following(m_following, true);
    for (int row = 0; row < m_rows->rowCount(); ++row)
        if (clusterAt(row) == cluster) {
            setCurrentIndex(m_rows->index(row, 0));
            return;
        }
    clearSelection();
}

}  // namespace winnow::ui
