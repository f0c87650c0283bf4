// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <vector>

class QSortFilterProxyModel;
class QTableView;

namespace winnow::ui {

/// A small table whose cells are written once: what a column is called and means, and for each row
/// its text, its value to sort by, its tone and its tooltip.
class ResultTable : public QAbstractTableModel {
    Q_OBJECT

public:
    struct ColumnHead {
        QString title;    ///< with unit
        QString toolTip;  ///< what it is, range, direction
        bool words = false;
    };
    struct Cell {
        QString text = {};
        QVariant sort = {};  ///< empty: the text
        int tone = 0;        ///< RecordTone
        QString toolTip = {};
    };

    explicit ResultTable(std::vector<ColumnHead> columns, QObject* parent = nullptr);

    /// Rows as long as the columns.
    void setRows(std::vector<std::vector<Cell>> rows);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    std::vector<ColumnHead> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// Rows of our tables, columns as wide as their texts at every change, a click on a header sorts by
/// RecordSortRole; a third one gives the order of the model back.
void setUpResultTable(QTableView& table, QAbstractItemModel* sorted);
/// The same of a model that is not sorted yet; the proxy that sorts it belongs to the table.
QSortFilterProxyModel* setUpSortedTable(QTableView& table, QAbstractItemModel* model);

}  // namespace winnow::ui
