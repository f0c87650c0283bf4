// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MapView that follows mouse and keys.
#include "ui/scene/map_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace winnow::ui {
namespace {

constexpr double kDegreesPerPixel = 0.4, kDegreesPerKey = 5;

Combine howToCombine(Qt::KeyboardModifiers modifiers, Combine ctrl) {
    if (modifiers.testFlag(Qt::ControlModifier)) return ctrl;
    return modifiers.testFlag(Qt::ShiftModifier) ? Combine::Add : Combine::Replace;
}

}  // namespace

void MapView::setHovered(std::int64_t sample) {
    if (sample == m_hovered) return;
    m_hovered = sample;
    update();
    Q_EMIT hovered(sample);
}

void MapView::mousePressEvent(QMouseEvent* event) {
    if (m_drag != Drag::None) return;
    m_button = event->button();
    m_pressed = m_last = event->position();
    m_drag = Drag::Pending;
    event->accept();
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_drag == Drag::None) return setHovered(sampleAt(at));
    if (m_drag == Drag::Pending) {
        if ((at - m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
        const bool draws = m_tool != Tool::Turn;
        if (m_button == Qt::LeftButton)
            m_drag = draws ? Drag::Drawing : Drag::Turning;
        else
            m_drag = m_button == Qt::RightButton && draws ? Drag::Turning : Drag::Moving;
        m_shape = QPainterPath(m_pressed);
        setHovered(-1);
    }
    dragTo(at);
}

void MapView::dragTo(QPointF at) {
    const QPointF step = at - m_last;
    if (m_drag == Drag::Turning) {
        m_camera.orbit(step.x() * kDegreesPerPixel, -step.y() * kDegreesPerPixel);
        viewChanged();
    } else if (m_drag == Drag::Moving) {
        m_camera.pan(m_last, at, size());
        viewChanged();
    } else if (m_tool == Tool::Lasso) {
        m_shape.lineTo(at);
        update();
    } else {
        m_shape.clear();
        m_shape.addRect(QRectF(m_pressed, at).normalized());
        update();
    }
    m_last = at;
}

void MapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != m_button) return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    m_button = Qt::NoButton;
    if (drag == Drag::Drawing) return endDrawing(event->modifiers());
    update();
    if (drag != Drag::Pending || event->button() != Qt::LeftButton) return;
    const std::int64_t sample = sampleAt(event->position());
    if (sample < 0)
        Q_EMIT clickedAway();
    else
        Q_EMIT clicked(sample, howToCombine(event->modifiers(), Combine::Toggle));
}

void MapView::endDrawing(Qt::KeyboardModifiers modifiers) {
    m_shape.closeSubpath();
    std::vector<std::int64_t> samples;
    for (const std::int64_t i : pointsInside(onScreen(), m_shape, size()))
        if (isShown(static_cast<std::size_t>(i)))
            samples.push_back(m_samples[static_cast<std::size_t>(i)]);
    m_shape.clear();
    update();
    Q_EMIT enclosed(samples, howToCombine(modifiers, Combine::Subtract));
}

void MapView::mouseDoubleClickEvent(QMouseEvent* event) {
    const std::int64_t sample = sampleAt(event->position());
    if (event->button() == Qt::LeftButton && sample >= 0) Q_EMIT opened(sample);
}

void MapView::wheelEvent(QWheelEvent* event) {
    m_camera.zoom(
        std::pow(kZoomPerStep, event->angleDelta().y() / 120.0), event->position(), size());
    viewChanged();
    event->accept();
}

void MapView::leaveEvent(QEvent* event) {
    setHovered(-1);
    VtkView::leaveEvent(event);
}

void MapView::keyPressEvent(QKeyEvent* event) {
    const QPointF centre = QRectF(rect()).center();
    switch (event->key()) {
        case Qt::Key_Left:
            m_camera.orbit(-kDegreesPerKey, 0);
            break;
        case Qt::Key_Right:
            m_camera.orbit(kDegreesPerKey, 0);
            break;
        case Qt::Key_Up:
            m_camera.orbit(0, kDegreesPerKey);
            break;
        case Qt::Key_Down:
            m_camera.orbit(0, -kDegreesPerKey);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            m_camera.zoom(kZoomPerStep, centre, size());
            break;
        case Qt::Key_Minus:
            m_camera.zoom(1 / kZoomPerStep, centre, size());
            break;
        case Qt::Key_Home:
        case Qt::Key_0:
            return fit();
        case Qt::Key_L:
            return setTool(m_tool == Tool::Lasso ? Tool::Turn : Tool::Lasso);
        case Qt::Key_R:
            return setTool(m_tool == Tool::Rectangle ? Tool::Turn : Tool::Rectangle);
        case Qt::Key_Escape:
            if (m_drag == Drag::None && m_tool == Tool::Turn) return VtkView::keyPressEvent(event);
            m_drag = Drag::None;
            m_shape.clear();
            return setTool(Tool::Turn);
        default:
            return VtkView::keyPressEvent(event);
    }
    viewChanged();
}

}  // namespace winnow::ui
