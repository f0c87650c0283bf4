// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/head_bar.h"

#include "ui/frame/find_box.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QToolButton>

namespace winnow::ui {

HeadBar::HeadBar(Session* session, QMenuBar* menus, QWidget* parent)
    : QWidget(parent),
      m_menus(menus),
      m_name(new QLabel(this)),
      m_about(new QLabel(this)),
      m_undo(new QToolButton(this)),
      m_redo(new QToolButton(this)),
      m_help(new QToolButton(this)),
      m_find(new FindBox(session, this)) {
    setFixedHeight(scaled(size::kHeadBar));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(18), 0, scaled(12), 0);
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(new IconLabel(Icon::Winnow, &Theme::accentText, 18, this));
    menus->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    row->addWidget(menus, 0, Qt::AlignVCenter);
    row->addStretch(1);
    m_name->setProperty("role", QStringLiteral("strong"));
    m_about->setProperty("role", QStringLiteral("caption"));
    m_about->setMinimumWidth(0);
    row->addWidget(m_name);
    row->addWidget(m_about);
    row->addStretch(1);
    row->addWidget(m_undo);
    row->addWidget(m_redo);
    m_find->setFixedWidth(scaled(232));
    row->addWidget(m_find);
    row->addWidget(m_help);
    for (QToolButton* button : {m_undo, m_redo, m_help}) button->setAutoRaise(true);
}

void HeadBar::setButtons(QAction* undo, QAction* redo, QAction* help) {
    m_undo->setDefaultAction(undo);
    m_redo->setDefaultAction(redo);
    m_help->setDefaultAction(help);
    for (QToolButton* button : {m_undo, m_redo, m_help})
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
}

void HeadBar::setProject(const QString& name, const QString& about) {
    m_name->setText(name);
    m_about->setText(about);
    fold();
}

void HeadBar::fold() {
    // The description goes first, then the field gets narrower: neither is ever cut off.
    m_find->setFixedWidth(scaled(232));
    m_about->setVisible(!m_about->text().isEmpty());
    layout()->invalidate();
    if (layout()->minimumSize().width() <= width()) return;
    m_about->hide();
    layout()->invalidate();
    if (layout()->minimumSize().width() <= width()) return;
    m_find->setFixedWidth(scaled(132));
}

void HeadBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fold();
}

void HeadBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    setFixedHeight(scaled(size::kHeadBar));
    fold();
}

void HeadBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().line);
}

}  // namespace winnow::ui
