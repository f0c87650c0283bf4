// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace winnow::ui {

/// What a cell shows beside its text.
enum RecordRole {
    RecordSortRole = Qt::UserRole + 100,
    RecordMarkRole,   ///< int: class slot, negative for a class without colour
    RecordBarRole,    ///< double: share 0 to 1 of a bar left of the number
    RecordLineRole,   ///< QList<double>: a line over the whole cell, shares 0 to 1
    RecordImageRole,  ///< QImage, at whole multiples when it is small
    RecordToneRole,   ///< RecordTone
};
/// PaperTone: another one's value beside one's own.
enum RecordTone { PlainTone, QuietTone, StrongTone, DangerTone, AccentTone, PaperTone };

/// Cells of our tables: horizontal lines only, selected rows in accentSoft.
class RecordDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

/// Whole rows, no grid, a RecordDelegate, rows of `rowHeight` px at 13 px text.
void setUpRecordTable(QTableView& table, int rowHeight);

}  // namespace winnow::ui
