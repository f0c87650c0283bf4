// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/tag_editor.h"

#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>
#include <QToolButton>

namespace winnow::ui {

TagEditor::TagEditor(QWidget* parent)
    : QWidget(parent),
      m_add(new QToolButton(this)),
      m_field(new QLineEdit(this)),
      m_known(new QStringListModel(this)) {
    auto* flow = new FlowLayout(this, size::kSpace);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->addWidget(m_field);
    flow->addWidget(m_add);
    m_add->setProperty("kind", QStringLiteral("ghost"));
    m_add->setIcon(icon(Icon::Add));
    m_add->setToolTip(tr("Add a tag"));
    m_add->setAccessibleName(tr("Add a tag"));
    m_field->setPlaceholderText(tr("Tag"));
    m_field->setAccessibleName(tr("Tag"));
    m_field->setMaximumWidth(scaled(160));
    m_field->installEventFilter(this);
    auto* completer = new QCompleter(m_known, m_field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_field->setCompleter(completer);
    m_field->hide();
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_add, &QToolButton::clicked, this, &TagEditor::beginAdding);
    connect(m_field, &QLineEdit::returnPressed, this, &TagEditor::accept);
}

void TagEditor::setTags(const QList<ShownTag>& tags) {
    m_tags = tags;
    // A chip may be the sender of the signal that led here.
    for (Chip* chip : std::as_const(m_chips)) {
        layout()->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    m_chips.clear();
    layout()->removeWidget(m_field);
    layout()->removeWidget(m_add);
    for (const ShownTag& tag : tags) {
        auto* chip = new Chip(tag.text, Chip::Kind::Tag, this);
        chip->setEnabled(m_add->isEnabled());
        connect(chip, &Chip::clicked, this, [this, tag] { open(tag.tag); });
        connect(chip, &Chip::removeRequested, this, [this, tag] { Q_EMIT removed(tag.tag); });
        layout()->addWidget(chip);
        chip->show();
        m_chips += chip;
    }
    layout()->addWidget(m_field);
    layout()->addWidget(m_add);
    updateGeometry();
}

void TagEditor::setKnownTags(const QStringList& tags) { m_known->setStringList(tags); }

void TagEditor::setEditable(bool editable, const QString& reason) {
    m_add->setEnabled(editable);
    m_add->setToolTip(editable ? tr("Add a tag") : reason);
    for (Chip* chip : std::as_const(m_chips)) chip->setEnabled(editable);
}

void TagEditor::beginAdding() { open({}); }

void TagEditor::open(const QString& tag) {
    m_edited = tag;
    m_field->setText(tag);
    m_field->selectAll();
    m_add->hide();
    m_field->show();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void TagEditor::accept() {
    const QString tag = m_field->text().trimmed();
    const QString before = m_edited;
    close();
    m_add->setFocus(Qt::OtherFocusReason);
    if (tag.isEmpty() || tag == before) return;
    before.isEmpty() ? Q_EMIT added(tag) : Q_EMIT changed(before, tag);
}

void TagEditor::close() {
    m_field->hide();
    m_add->show();
}

bool TagEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field) return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close();
        m_add->setFocus(Qt::OtherFocusReason);
        return true;
    }
    // The completer's list takes the focus for a moment.
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason)
        close();
    return QWidget::eventFilter(watched, event);
}

}  // namespace winnow::ui
