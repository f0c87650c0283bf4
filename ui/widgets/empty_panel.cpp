// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_panel.h"

#include "ui/theme/sizes.h"
#include "ui/widgets/icon_label.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace winnow::ui {

EmptyPanel::EmptyPanel(Icon icon, QWidget* parent)
    : QFrame(parent),
      m_icon(new IconLabel(icon, &Theme::text3, 24, this)),
      m_missing(new QLabel(this)),
      m_needs(new QLabel(this)),
      m_action(new QPushButton(this)) {
    setProperty("role", QStringLiteral("raised"));
    m_missing->setProperty("role", QStringLiteral("strong"));
    m_missing->setAlignment(Qt::AlignCenter);
    m_missing->setWordWrap(true);
    m_needs->setProperty("role", QStringLiteral("secondary"));
    m_needs->setAlignment(Qt::AlignCenter);
    m_needs->setWordWrap(true);
    m_action->setProperty("kind", QStringLiteral("primary"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), scaled(12), scaled(16), scaled(12));
    column->setSpacing(scaled(size::kSpace));
    column->addStretch();
    column->addWidget(m_icon, 0, Qt::AlignCenter);
    column->addWidget(m_missing);
    column->addWidget(m_needs);
    column->addWidget(m_action, 0, Qt::AlignCenter);
    column->addStretch();
    connect(m_action, &QPushButton::clicked, this, &EmptyPanel::actionRequested);
    setTexts({}, {});
}

void EmptyPanel::setTexts(const QString& missing, const QString& needs, const QString& action) {
    m_missing->setText(missing);
    m_needs->setText(needs);
    m_needs->setVisible(!needs.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(missing);
    setAccessibleDescription(needs);
}

void EmptyPanel::setActionEnabled(bool enabled, const QString& reason) {
    m_action->setEnabled(enabled);
    m_action->setToolTip(enabled ? QString() : reason);
}

}  // namespace winnow::ui
