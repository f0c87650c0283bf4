// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/page_frame.h"

#include "ui/pages/page.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace winnow::ui {

PageFrame::PageFrame(Page* page, QWidget* parent)
    : QWidget(parent), m_page(page), m_header(new QHBoxLayout), m_subtitle(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, scaled(12), margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    m_header->setSpacing(scaled(12));
    auto* title = new QLabel(page->title(), this);
    title->setProperty("role", QStringLiteral("pageTitle"));
    m_header->addWidget(title, 0, Qt::AlignBottom);
    m_subtitle->setProperty("role", QStringLiteral("secondary"));
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_header->addWidget(m_subtitle, 1, Qt::AlignBottom);
    for (QWidget* widget : page->headerWidgets()) {
        widget->setParent(this);
        m_header->addWidget(widget);
    }
    column->addLayout(m_header);

    // A page taller or wider than the window scrolls; nothing is cut off.
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    page->setParent(nullptr);
    scroll->setWidget(page);
    column->addWidget(scroll, 1);
    connect(page, &Page::subtitleChanged, this, &PageFrame::elide);
    elide();
}

void PageFrame::elide() {
    const QString text = m_page->subtitle();
    m_subtitle->setToolTip(text);
    m_subtitle->setText(m_subtitle->fontMetrics().elidedText(
        text, Qt::ElideRight, std::max(0, m_subtitle->width())));
}

void PageFrame::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    elide();
}

}  // namespace winnow::ui
