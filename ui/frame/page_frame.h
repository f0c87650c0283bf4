// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace winnow::ui {

class Page;

/// A page under its header: title, what is looked at, the page's own buttons.
class PageFrame : public QWidget {
    Q_OBJECT

public:
    /// Takes the page over.
    explicit PageFrame(Page* page, QWidget* parent = nullptr);
    [[nodiscard]] Page* page() const { return m_page; }

private:
    Page* m_page;
};

}  // namespace winnow::ui
