// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MatrixView that follows mouse and keys.
#include "ui/scene/matrix_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kLongStep = 10;

}  // namespace

void MatrixView::setCross(std::optional<QPoint> at) {
    if (at == m_cross) return;
    m_cross = at;
    update();
    Q_EMIT hovered(at ? cell(*at) : MatrixCell{});
}

void MatrixView::pickCross() {
    if (!m_cross) return;
    m_picked = m_cross;
    update();
    const MatrixCell at = cell(*m_cross);
    Q_EMIT picked(at.rowSample, at.columnSample);
}

void MatrixView::moveCross(int columns, int rows) {
    if (m_source == nullptr || m_frame.size() == 0) return;
    const int block = 1 << m_frame.level();
    const auto last = static_cast<int>(m_frame.size()) - 1;
    const QPoint start = m_cross ? *m_cross : m_frame.seen().center().toPoint();
    const QPoint at(std::clamp(start.x() + (m_cross ? columns * block : 0), 0, last),
                    std::clamp(start.y() + (m_cross ? rows * block : 0), 0, last));
    m_frame.show(QPointF(at) + QPointF(0.5, 0.5));
    viewChanged();
    setCross(at);
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    m_pressedInside =
        event->button() == Qt::LeftButton && m_frame.plot().contains(event->position());
    m_pressed = m_last = event->position();
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_pressedInside && event->buttons().testFlag(Qt::LeftButton)) {
        if (!m_dragging && (at - m_pressed).manhattanLength() < QApplication::startDragDistance())
            return;
        m_dragging = true;
        setCursor(Qt::ClosedHandCursor);
        m_frame.pan(at - m_last);
        m_last = at;
        return viewChanged();
    }
    setCross(m_source == nullptr ? std::nullopt : m_frame.cellAt(at));
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const bool dragged = std::exchange(m_dragging, false);
    if (!std::exchange(m_pressedInside, false)) return;
    unsetCursor();
    setCross(m_source == nullptr ? std::nullopt : m_frame.cellAt(event->position()));
    if (!dragged) pickCross();
    update();
}

void MatrixView::wheelEvent(QWheelEvent* event) {
    m_frame.zoom(std::pow(kZoomPerStep, event->angleDelta().y() / 120.0), event->position());
    viewChanged();
    event->accept();
}

void MatrixView::leaveEvent(QEvent* event) {
    setCross(std::nullopt);
    VtkView::leaveEvent(event);
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int step = event->modifiers().testFlag(Qt::ShiftModifier) ? kLongStep : 1;
    const QPointF centre = m_cross ? cellRect(*m_cross).center() : m_frame.covered().center();
    switch (event->key()) {
        case Qt::Key_Left:
            return moveCross(-step, 0);
        case Qt::Key_Right:
            return moveCross(step, 0);
        case Qt::Key_Up:
            return moveCross(0, -step);
        case Qt::Key_Down:
            return moveCross(0, step);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return pickCross();
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            m_frame.zoom(kZoomPerStep, centre);
            return viewChanged();
        case Qt::Key_Minus:
            m_frame.zoom(1 / kZoomPerStep, centre);
            return viewChanged();
        case Qt::Key_Home:
        case Qt::Key_0:
            return fit();
        case Qt::Key_1:
            return showPixels();
        case Qt::Key_Escape:
            if (!m_cross) break;
            return setCross(std::nullopt);
        default:
            break;
    }
    VtkView::keyPressEvent(event);
}

}  // namespace winnow::ui
