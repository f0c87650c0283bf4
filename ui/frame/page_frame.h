// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace winnow::ui {

class Page;

/// A page under its header: title, what is looked at, the page's own buttons.
class PageFrame : public QWidget {
    Q_OBJECT

public:
    /// Takes the page over.
    explicit PageFrame(Page* page, QWidget* parent = nullptr);
    [[nodiscard]] Page* page() const { return m_page; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    Page* m_page;
    QHBoxLayout* m_header;
    QLabel* m_subtitle;
};

}  // namespace winnow::ui
