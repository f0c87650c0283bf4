// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QMenuBar;
class QToolButton;

namespace winnow::ui {

class FindBox;
class Session;

/// Sign, menus, the project's name, undo, redo, find and help in one line.
class HeadBar : public QWidget {
    Q_OBJECT

public:
    HeadBar(Session* session, QMenuBar* menus, QWidget* parent = nullptr);

    void setButtons(QAction* undo, QAction* redo, QAction* help);
    void setProject(const QString& name, const QString& about);
    [[nodiscard]] FindBox* find() const { return m_find; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fold();

    QMenuBar* m_menus;
    QLabel *m_name, *m_about;
    QToolButton *m_undo, *m_redo, *m_help;
    FindBox* m_find;
};

}  // namespace winnow::ui
