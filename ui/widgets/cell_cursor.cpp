// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_cursor.h"

#include <QKeyEvent>
#include <QPainter>

namespace winnow::ui {

QPoint arrowStep(const QKeyEvent& event) {
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return {};
    switch (event.key()) {
        case Qt::Key_Left:
            return {-1, 0};
        case Qt::Key_Right:
            return {1, 0};
        case Qt::Key_Up:
            return {0, -1};
        case Qt::Key_Down:
            return {0, 1};
        default:
            return {};
    }
}

void paintCellFrame(QPainter& painter, const QRectF& cell, bool focused, const Theme& theme) {
    const QRectF frame = cell.adjusted(-1, -1, 1, 1);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.surface, 3));
    painter.drawRect(frame);
    painter.setPen(QPen(focused ? theme.accent : theme.text, 1.5));
    painter.drawRect(frame);
}

}  // namespace winnow::ui
