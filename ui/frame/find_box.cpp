// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/find_box.h"

#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QStandardItemModel>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kMostActions = 12;
constexpr int kAction = Qt::UserRole + 1;  // QAction*
constexpr int kSample = Qt::UserRole + 2;  // id
constexpr int kText = Qt::UserRole + 3;    // filter by it

QString plain(const QAction* action) {
    QString text = action->text();
    return text.remove(QLatin1Char('&'));
}

}  // namespace

FindBox::FindBox(Session* session, QWidget* parent)
    : QLineEdit(parent),
      m_session(session),
      m_found(new QStandardItemModel(this)),
      m_completer(new QCompleter(m_found, this)) {
    setPlaceholderText(tr("Find action or sample   Ctrl+K"));
    setClearButtonEnabled(true);
    addAction(icon(Icon::Find), QLineEdit::LeadingPosition);
    setAccessibleName(tr("Find action or sample"));
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    connect(this, &QLineEdit::textEdited, this, &FindBox::list);
    connect(m_completer,
            qOverload<const QModelIndex&>(&QCompleter::activated),
            this,
            [this](const QModelIndex& index) { choose(index.row()); });
}

void FindBox::setActions(const QList<QAction*>& actions) { m_actions = actions; }

void FindBox::list(const QString& text) {
    m_found->clear();
    const QString wanted = text.trimmed();
    if (wanted.isEmpty()) return m_completer->popup()->hide();
    const auto add = [&](const QString& words, const QIcon& picture, int role, const QVariant& v) {
        auto* item = new QStandardItem(picture, words);
        item->setData(v, role);
        item->setEditable(false);
        m_found->appendRow(item);
    };
    QString digits = wanted;
    digits.remove(QLatin1Char('#'));
    if (const auto number = parseNumber(digits);
        number && *number >= 0 && *number < static_cast<double>(m_session->sampleCount())) {
        const auto id = static_cast<qint64>(*number);
        add(tr("Sample #%1, %2").arg(countText(id), m_session->className(m_session->label(id))),
            icon(Icon::Image),
            kSample,
            id);
    }
    int actions = 0;
    for (QAction* action : m_actions) {
        if (actions == kMostActions) break;
        if (!action->isEnabled() || !plain(action).contains(wanted, Qt::CaseInsensitive)) continue;
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        add(keys.isEmpty() ? plain(action) : tr("%1   %2").arg(plain(action), keys),
            action->icon(),
            kAction,
            QVariant::fromValue(action));
        ++actions;
    }
    if (m_session->dataset() != nullptr)
        add(tr("Filter by “%1”").arg(wanted), icon(Icon::Filter), kText, wanted);
    if (m_found->rowCount() == 0)
        add(tr("Nothing is called “%1”").arg(wanted), icon(Icon::Info), kAction, {});
    m_completer->complete();
    m_completer->popup()->setCurrentIndex(m_found->index(0, 0));
}

void FindBox::choose(int row) {
    const QModelIndex index = m_found->index(row, 0);
    if (!index.isValid()) return;
    const QVariant action = index.data(kAction), sample = index.data(kSample),
                   text = index.data(kText);
    m_completer->popup()->hide();
    clear();
    if (auto* found = action.value<QAction*>())
        // After the popup is gone: an action may open a dialogue.
        QMetaObject::invokeMethod(found, &QAction::trigger, Qt::QueuedConnection);
    else if (sample.isValid())
        Q_EMIT sampleChosen(sample.toLongLong());
    else if (text.isValid())
        m_session->filter()->set(Condition::ofText(text.toString()));
}

void FindBox::keyPressEvent(QKeyEvent* event) {
    const bool listed = m_found->rowCount() > 0 && !text().isEmpty();
    if (listed && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        return choose(std::max(0, m_completer->popup()->currentIndex().row()));
    if (event->key() == Qt::Key_Escape) {
        clear();
        m_completer->popup()->hide();
        if (parentWidget() != nullptr) window()->setFocus();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FindBox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) clear();
}

}  // namespace winnow::ui
