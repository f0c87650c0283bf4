// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/cluster_bars.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

namespace winnow::ui {

ClusterBars::ClusterBars(QWidget* parent) : BarChart(parent) {
    setAccessibleName(tr("Members per cluster"));
    connect(this, &BarChart::barActivated, this, &ClusterBars::opened);
}

// All of a bar's column counts, so that loners of one member can be clicked.
QList<int> ClusterBars::barAt(QPointF at) const {
    return barsIn(QRectF(at.x(), height() - 1.0, 0.5, 1));
}

QList<int> ClusterBars::barsIn(const QRectF& rect) const {
    QList<int> bars;
    for (int i = 0; i < data().bars.size(); ++i) {
        const QRectF bar = barRect(i);
        const bool across = bar.left() <= rect.right() && bar.right() >= rect.left();
        if (across && rect.bottom() >= bar.top()) bars << i;
    }
    return bars;
}

void ClusterBars::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_pressed = event->position();
}

void ClusterBars::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    const bool drawing = m_pressed && (event->buttons() & Qt::LeftButton);
    if (!drawing) return BarChart::mouseMoveEvent(event);
    if (m_rubber.isNull() &&
        (at - *m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
    m_rubber = QRectF(*m_pressed, at).normalized();
    update();
}

void ClusterBars::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed) return;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const bool control = event->modifiers() & Qt::ControlModifier;
    const QRectF rubber = std::exchange(m_rubber, {});
    const QPointF pressed = *std::exchange(m_pressed, std::nullopt);
    update();
    if (!rubber.isNull()) {
        const Combine how = shift ? Combine::Add : control ? Combine::Subtract : Combine::Replace;
        Q_EMIT enclosed(barsIn(rubber), how);
        return;
    }
    const QList<int> bars = barAt(pressed);
    if (bars.isEmpty()) return;
    if (shift || control)
        Q_EMIT enclosed({bars.first()}, shift ? Combine::Add : Combine::Toggle);
    else
        Q_EMIT opened(bars.first());
}

void ClusterBars::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !m_rubber.isNull()) {
        m_rubber = {};
        m_pressed.reset();
        return update();
    }
    BarChart::keyPressEvent(event);
}

void ClusterBars::paintEvent(QPaintEvent* event) {
    BarChart::paintEvent(event);
    if (m_rubber.isNull()) return;
    QPainter painter(this);
    painter.setPen(QPen(theme().accent, 1, Qt::DashLine));
    painter.setBrush(withAlpha(theme().accent, 0.12));
    painter.drawRect(m_rubber);
}

}  // namespace winnow::ui
