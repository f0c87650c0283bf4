// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/value_widget.h"

#include <QAccessibleWidget>
#include <QEvent>

namespace winnow::ui {
namespace {

class AccessibleValue : public QAccessibleWidget {
public:
    explicit AccessibleValue(ValueWidget* widget)
        : QAccessibleWidget(widget, QAccessible::Graphic) {}

    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Value) return static_cast<ValueWidget*>(widget())->valueInWords();
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* accessibleFor(const QString&, QObject* object) {
    auto* widget = qobject_cast<ValueWidget*>(object);
    return widget ? new AccessibleValue(widget) : nullptr;
}

}  // namespace

ValueWidget::ValueWidget(QWidget* parent) : QWidget(parent) {
    static const bool installed = [] {
        QAccessible::installFactory(accessibleFor);
        return true;
    }();
    Q_UNUSED(installed)
}

void ValueWidget::announceValue() {
    QAccessibleEvent event(this, QAccessible::ValueChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void ValueWidget::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

}  // namespace winnow::ui
