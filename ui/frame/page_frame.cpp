// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/page_frame.h"

#include "ui/pages/page.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace winnow::ui {

PageFrame::PageFrame(Page* page, QWidget* parent)
    : QWidget(parent), m_page(page), m_help(new QToolButton(this)) {
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, scaled(12), margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* header = new QHBoxLayout;
    header->setSpacing(scaled(12));
    auto* title = new QLabel(page->title(), this);
    title->setProperty("role", QStringLiteral("pageTitle"));
    header->addWidget(title, 0, Qt::AlignBottom);
    auto* subtitle = new ElidedLabel(this);
    subtitle->setProperty("role", QStringLiteral("secondary"));
    header->addWidget(subtitle, 1, Qt::AlignBottom);
    for (QWidget* widget : page->headerWidgets()) {
        widget->setParent(this);
        header->addWidget(widget);
    }
    m_help->setIcon(icon(Icon::Help));
    m_help->setAutoRaise(true);
    m_help->setFocusPolicy(Qt::StrongFocus);
    m_help->setToolTip(tr("What this page shows and how to read it (F1)"));
    m_help->setAccessibleName(tr("Help for %1").arg(page->title()));
    header->addWidget(m_help);
    connect(m_help, &QToolButton::clicked, this, &PageFrame::helpRequested);
    column->addLayout(header);

    // A page taller or wider than the window scrolls; nothing is cut off.
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    page->setParent(nullptr);
    scroll->setWidget(page);
    column->addWidget(scroll, 1);
    const auto tellSubtitle = [page, subtitle] { subtitle->setWhole(page->subtitle()); };
    connect(page, &Page::subtitleChanged, subtitle, tellSubtitle);
    tellSubtitle();
}

}  // namespace winnow::ui
