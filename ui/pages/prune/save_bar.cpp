// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/save_bar.h"

#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/window_style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace winnow::ui {
namespace {

constexpr int kLongestName = 100;

}  // namespace

SaveBar::SaveBar(QWidget* parent)
    : QFrame(parent),
      m_name(new QLineEdit(this)),
      m_note(new QLabel(this)),
      m_save(new QPushButton(this)),
      m_export(new QPushButton(this)) {
    setProperty("role", QStringLiteral("panel"));
    auto* row = new QHBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    row->setContentsMargins(padding, scaled(10), padding, scaled(10));
    row->setSpacing(scaled(size::kSpace));
    auto* label = new QLabel(tr("Name"), this);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setBuddy(m_name);
    m_name->setMaxLength(kLongestName);
    m_name->setMinimumWidth(scaled(120));
    m_name->setMaximumWidth(scaled(240));
    m_name->setAccessibleName(tr("Name of the selection"));
    m_note->setProperty("role", QStringLiteral("caption"));
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_save->setIcon(icon(Icon::Save));
    row->addWidget(label);
    row->addWidget(m_name, 1);
    row->addWidget(m_note, 1);
    row->addWidget(m_save);
    row->addWidget(m_export);
    const auto save = [this] {
        if (m_save->isEnabled()) Q_EMIT saveRequested(name());
    };
    connect(m_save, &QPushButton::clicked, this, save);
    connect(m_name, &QLineEdit::returnPressed, this, save);
    connect(m_export, &QPushButton::clicked, this, &SaveBar::exportRequested);
    present(State::Nothing, 0, {});
}

QString SaveBar::name() const {
    const QString typed = m_name->text().trimmed();
    return typed.isEmpty() ? m_name->placeholderText() : typed;
}

void SaveBar::present(State state, std::int64_t stays, const QString& suggestion) {
    m_state = state;
    const bool saved = state == State::Saved;
    m_name->setPlaceholderText(suggestion);
    m_name->setEnabled(state == State::New);
    m_save->setText(tr("Save selection (%1)").arg(countText(stays)));
    m_save->setEnabled(state == State::New);
    m_save->setToolTip(saved                     ? tr("The project has this selection already")
                       : state == State::Nothing ? tr("There is nothing to save yet")
                                                 : QString());
    m_export->setText(tr("Export %1…").arg(countText(stays)));
    m_export->setEnabled(saved);
    m_export->setToolTip(saved ? QString() : tr("Save the selection first"));
    setVariant(m_save, "kind", saved ? QString() : QStringLiteral("primary"));
    setVariant(m_export, "kind", saved ? QStringLiteral("primary") : QString());
    m_save->setIcon(icon(Icon::Save, saved ? &Theme::text2 : &Theme::onAccent));
    m_export->setIcon(icon(Icon::Export, saved ? &Theme::onAccent : &Theme::text2));
    m_note->setText(saved ? tr("saved as %1").arg(suggestion) : QString());
    m_note->setToolTip(m_note->text());
}

}  // namespace winnow::ui
