// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace winnow::ui {

class CaseModel;
class Session;

/// A list of cases. Its selected rows are the session's selection, painted from there, so that
/// 60,000 selected rows cost nothing. Click, Ctrl and Shift select as in a file manager, Ctrl+A all
/// that match, Escape nothing. Arrows, Home, End and Page only look: they change the current
/// sample, and are no step of the history; with Shift they select.
class CaseTable : public QTableView {
    Q_OBJECT

public:
    /// Both outlive the table.
    CaseTable(Session* session, CaseModel* cases, QWidget* parent = nullptr);

    [[nodiscard]] int currentRow() const;
    /// Also the session's current sample; -1 leaves both.
    void goTo(int row);
    /// After a decision about a case: to the next open one, with the keys, so that the next key
    /// judges it; where all are judged, back to the case.
    void goOnFrom(int which);
    /// Widths of the columns in px at 13 px text.
    void setWidths(const QList<int>& widths);
    /// Widens the columns that hold class names so that the longest is seen whole, within reason.
    void fitNames(const QList<int>& columns);
    /// Widens the columns that hold a picture and a number so that the largest is seen whole.
    void fitSamples(const QList<int>& columns);

Q_SIGNALS:
    /// Another case is current; -1: none.
    void currentCaseChanged(int which);
    /// A letter or digit, upper case.
    void keyTyped(const QString& key);
    /// Enter or double click.
    void opened();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex& index,
                                                         const QEvent* event) const override;

private:
    void showCurrent();
    void click(int row, Qt::KeyboardModifiers modifiers);
    void selectTo(int row);
    [[nodiscard]] int rowMovedTo(int key) const;
    bool command(QKeyEvent* event);

    Session* m_session;
    CaseModel* m_cases;
    int m_anchor = -1;  ///< case a range starts at
    int m_gesture = 0;
    bool m_dragging = false;
    bool m_going = false;
};

}  // namespace winnow::ui
