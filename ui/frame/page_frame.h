// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace winnow::ui {

class Page;

/// A page under its header: title, what is looked at, the page's own buttons, help.
class PageFrame : public QWidget {
    Q_OBJECT

public:
    /// Takes the page over.
    explicit PageFrame(Page* page, QWidget* parent = nullptr);
    [[nodiscard]] Page* page() const { return m_page; }
    [[nodiscard]] QToolButton* helpButton() const { return m_help; }

Q_SIGNALS:
    /// The page of the help that belongs to this page.
    void helpRequested();

private:
    Page* m_page;
    QToolButton* m_help;
};

}  // namespace winnow::ui
