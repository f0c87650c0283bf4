// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/result_table.h"

#include "ui/pages/train/record_table.h"
#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>

namespace winnow::ui {

namespace {

/// As wide as header and cells; only the column that is sorted by has room for the sign.
void fitColumns(QTableView& table) {
    const QAbstractItemModel& model = *table.model();
    QHeaderView& header = *table.horizontalHeader();
    const QFontMetrics caption(textFont(TextStyle::Caption)), body(textFont(TextStyle::Body));
    for (int column = 0; column < model.columnCount(); ++column) {
        int width = caption.horizontalAdvance(model.headerData(column, Qt::Horizontal).toString());
        if (header.sortIndicatorSection() == column) width += scaled(size::kIcon);
        for (int row = 0; row < model.rowCount(); ++row)
            width =
                std::max(width, body.horizontalAdvance(model.index(row, column).data().toString()));
        header.resizeSection(column, width + 2 * scaled(size::kSpace) + 2);
    }
}

}  // namespace

ResultTable::ResultTable(std::vector<ColumnHead> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

void ResultTable::setRows(std::vector<std::vector<Cell>> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ResultTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ResultTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ResultTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto column = static_cast<std::size_t>(index.column());
    const Cell& cell = m_rows[static_cast<std::size_t>(index.row())][column];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::TextAlignmentRole:
            return headerData(index.column(), Qt::Horizontal, role);
        case Qt::ToolTipRole:
            return cell.toolTip.isEmpty() ? QVariant() : cell.toolTip;
        case RecordSortRole:
            return cell.sort.isValid() ? cell.sort : QVariant(cell.text);
        case RecordToneRole:
            return cell.tone;
        default:
            return {};
    }
}

QVariant ResultTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const ColumnHead& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.toolTip;
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (column.words ? Qt::AlignLeft : Qt::AlignRight));
        default:
            return {};
    }
}

void setUpResultTable(QTableView& table, QAbstractItemModel* sorted) {
    setUpRecordTable(table, size::kTableRow);
    table.setModel(sorted);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setMinimumHeight(scaled(size::kTableHeader + 4 * size::kTableRow));
    QHeaderView* header = table.horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    table.setSortingEnabled(true);
    header->setMinimumSectionSize(scaled(24));
    header->setStretchLastSection(true);
    const auto fit = [&table] { fitColumns(table); };
    QObject::connect(sorted, &QAbstractItemModel::modelReset, &table, fit);
    QObject::connect(sorted, &QAbstractItemModel::rowsInserted, &table, fit);
    QObject::connect(sorted, &QAbstractItemModel::headerDataChanged, &table, fit);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, &table, fit);
    fit();
}

QSortFilterProxyModel* setUpSortedTable(QTableView& table, QAbstractItemModel* model) {
    auto* sorted = new QSortFilterProxyModel(&table);
    sorted->setSourceModel(model);
    sorted->setSortRole(RecordSortRole);
    setUpResultTable(table, sorted);
    return sorted;
}

}  // namespace winnow::ui
