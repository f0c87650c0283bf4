// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/set_overlap.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QStandardItemModel;
class QTableView;

namespace winnow::ui {

class MessageCard;
class Session;

/// Two stored selections of the chosen data set side by side: what both keep, in all and per class,
/// with what chance would give.
class CompareDialog : public QDialog {
    Q_OBJECT

public:
    explicit CompareDialog(Session* session, QWidget* parent = nullptr);

    void setSelections(const QString& first, const QString& second);
    [[nodiscard]] QComboBox* firstField() const { return m_first; }
    [[nodiscard]] QComboBox* secondField() const { return m_second; }
    [[nodiscard]] QStandardItemModel* table() const { return m_table; }
    [[nodiscard]] QString summary() const;

private:
    enum Column { Class, Size, First, Second, Both, Chance, Jaccard, Columns };
    void fillFields();
    void compare();
    void addRow(const QString& name, const Overlap& overlap);

    Session* m_session;
    QComboBox* m_first;
    QComboBox* m_second;
    QLabel* m_summary;
    QTableView* m_view;
    QStandardItemModel* m_table;
    MessageCard* m_message;
};

}  // namespace winnow::ui
