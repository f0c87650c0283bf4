// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QList>

class QAction;
class QCompleter;
class QStandardItemModel;

namespace winnow::ui {

class Session;

/// Finds an action by its words, a sample by its number, and samples by class name, tag or number
/// as a filter. Enter does the first of what is listed.
class FindBox : public QLineEdit {
    Q_OBJECT

public:
    explicit FindBox(Session* session, QWidget* parent = nullptr);

    /// What can be found; the window's actions.
    void setActions(const QList<QAction*>& actions);

Q_SIGNALS:
    void sampleChosen(std::int64_t id);

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void list(const QString& text);
    void choose(int row);

    Session* m_session;
    QList<QAction*> m_actions;
    QStandardItemModel* m_found;
    QCompleter* m_completer;
};

}  // namespace winnow::ui
