// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/focus_ring.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>

namespace winnow::ui {

FocusRing::FocusRing(QObject* parent) : QObject(parent) { qApp->installEventFilter(this); }

void FocusRing::install() {
    if (qApp->findChild<FocusRing*>(QString(), Qt::FindDirectChildrenOnly) == nullptr)
        new FocusRing(qApp);
}

QWidget* FocusRing::ringed() const { return m_frame ? m_frame->widget() : nullptr; }

void FocusRing::show(QWidget* widget) {
    if (widget->property("ownFocus").toBool() ||
        qobject_cast<QAbstractItemView*>(widget) != nullptr)
        return hide();
    // The frame lives in the window of its widget and goes with it.
    if (!m_frame) m_frame = new QFocusFrame(widget->window());
    m_frame->setWidget(widget);
}

void FocusRing::hide() {
    if (m_frame) m_frame->setWidget(nullptr);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::FocusIn || !watched->isWidgetType()) return false;
    const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
    switch (reason) {
        case Qt::TabFocusReason:
        case Qt::BacktabFocusReason:
        case Qt::ShortcutFocusReason:
            show(static_cast<QWidget*>(watched));
            break;
        case Qt::ActiveWindowFocusReason:
        case Qt::PopupFocusReason:
        case Qt::MenuBarFocusReason:
            break;
        default:
            hide();
    }
    return false;
}

}  // namespace winnow::ui
