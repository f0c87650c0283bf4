// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/tag_keys_editor.h"

#include "ui/pages/data/tag_keys.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

namespace winnow::ui {

TagKeysEditor::TagKeysEditor(Session* session, QWidget* parent)
    : QFrame(parent), m_session(session) {
    setProperty("role", QStringLiteral("raised"));
    auto* form = new QFormLayout(this);
    const int padding = scaled(size::kPanelPadding);
    form->setContentsMargins(padding, padding, padding, padding);
    form->setSpacing(scaled(size::kSpaceInGroup));
    auto* title = new QLabel(tr("Tag given by each key"), this);
    title->setProperty("role", QStringLiteral("strong"));
    form->addRow(title);
    const QStringList names = tagKeys(*session);
    for (int key = 0; key < kTagKeys; ++key) {
        auto* field = new QLineEdit(names[key], this);
        field->setAccessibleName(tr("Tag of key %1").arg(key + 1));
        connect(field, &QLineEdit::returnPressed, this, &QWidget::close);
        form->addRow(QString::number(key + 1), field);
        m_fields += field;
    }
}

TagKeysEditor* TagKeysEditor::popUp(Session* session, QWidget* parent, const QPoint& global) {
    auto* editor = new TagKeysEditor(session, parent);
    editor->setWindowFlags(Qt::Popup);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    editor->adjustSize();
    editor->move(global);
    editor->show();
    editor->m_fields.first()->setFocus(Qt::PopupFocusReason);
    return editor;
}

void TagKeysEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QFrame::keyPressEvent(event);
    m_kept = false;
    close();
}

void TagKeysEditor::hideEvent(QHideEvent* event) {
    QStringList names;
    for (const QLineEdit* field : m_fields) names += field->text();
    if (m_kept) setTagKeys(*m_session, names);
    QFrame::hideEvent(event);
}

}  // namespace winnow::ui
