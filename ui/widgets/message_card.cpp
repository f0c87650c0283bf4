// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_card.h"

#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/window_style.h"
#include "ui/widgets/icon_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace winnow::ui {
namespace {

struct CardLook {
    Icon icon;
    QColor Theme::*ink;
    QColor Theme::*ground;
    const char* role;  // of the sentence in the style sheet
};

CardLook lookOf(MessageCard::Kind kind) {
    switch (kind) {
        case MessageCard::Kind::Error:
            return {Icon::Error, &Theme::danger, &Theme::dangerSoft, "danger"};
        case MessageCard::Kind::Warning:
            return {Icon::Warning, &Theme::warn, &Theme::warnSoft, "warn"};
        case MessageCard::Kind::Info:
            return {Icon::Info, &Theme::accentText, &Theme::accentSoft, "link"};
        case MessageCard::Kind::Interrupted:
            return {Icon::Interrupted, &Theme::warn, &Theme::warnSoft, "warn"};
    }
    return {Icon::Info, &Theme::accentText, &Theme::accentSoft, "link"};
}

}  // namespace

MessageCard::MessageCard(QWidget* parent)
    : QFrame(parent),
      m_icon(new IconLabel(Icon::Info, &Theme::accentText, size::kIcon, this)),
      m_sentence(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), scaled(4), scaled(6), scaled(4));
    row->setSpacing(scaled(size::kSpace));
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(icon(Icon::Close));
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(m_icon);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    setMinimumHeight(scaled(36));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(m_action, &QPushButton::clicked, this, &MessageCard::actionRequested);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void MessageCard::showMessage(Kind kind,
                              const QString& sentence,
                              const QString& action,
                              bool dismissable) {
    m_kind = kind;
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setVisible(dismissable);
    applyLook();
    setAccessibleName(sentence);
    show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString MessageCard::sentence() const { return m_sentence->text(); }

void MessageCard::applyLook() {
    const CardLook look = lookOf(m_kind);
    m_icon->setIcon(look.icon, look.ink);
    setVariant(m_sentence, "role", QLatin1String(look.role));
}

void MessageCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().*lookOf(m_kind).ground);
    const double radius = scaled(size::kControlRadius);
    painter.drawRoundedRect(rect(), radius, radius);
}

}  // namespace winnow::ui
