// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_frame.h"

#include <algorithm>
#include <cmath>

namespace winnow::ui {

void MatrixFrame::setSize(std::int64_t size) {
    m_size = size;
    fit();
}

void MatrixFrame::setPlot(const QRectF& plot) {
    const QPointF centre = toPosition(m_plot.center());
    m_plot = plot;
    if (m_fit) return fit();
    m_origin = centre - QPointF(plot.width(), plot.height()) / (2 * m_scale);
    settle();
}

double MatrixFrame::fittingScale() const {
    return std::min(
        {std::max(m_plot.width(), 1.0) / std::max<double>(static_cast<double>(m_size), 1),
         std::max(m_plot.height(), 1.0) / std::max<double>(static_cast<double>(m_size), 1),
         kLargestCell});
}

void MatrixFrame::fit() {
    m_fit = true;
    m_scale = fittingScale();
    m_origin = {0, 0};
}

void MatrixFrame::zoom(double factor, QPointF at) { setScale(m_scale * factor, at); }

void MatrixFrame::setScale(double scale, QPointF at) {
    const QPointF kept = toPosition(at);
    m_scale = std::clamp(scale, fittingScale(), kLargestCell);
    m_fit = m_scale <= fittingScale();
    if (m_fit) return fit();
    m_origin = kept - (at - m_plot.topLeft()) / m_scale;
    settle();
}

void MatrixFrame::pan(QPointF by) {
    m_origin -= by / m_scale;
    settle();
}

void MatrixFrame::show(QPointF position) {
    const QSizeF extent = m_plot.size() / m_scale;
    const QSizeF margin = extent * 0.05;
    const auto moved = [](double origin, double at, double length, double edge) {
        if (at < origin + edge) return at - edge;
        if (at > origin + length - edge) return at - length + edge;
        return origin;
    };
    m_origin = {moved(m_origin.x(), position.x(), extent.width(), margin.width()),
                moved(m_origin.y(), position.y(), extent.height(), margin.height())};
    settle();
}

void MatrixFrame::settle() {
    const auto settled = [&](double origin, double pixels) {
        return std::clamp(
            origin, 0.0, std::max(0.0, static_cast<double>(m_size) - pixels / m_scale));
    };
    m_origin = {settled(m_origin.x(), m_plot.width()), settled(m_origin.y(), m_plot.height())};
}

QPointF MatrixFrame::toPoint(QPointF position) const {
    return m_plot.topLeft() + (position - m_origin) * m_scale;
}

QPointF MatrixFrame::toPosition(QPointF point) const {
    return m_origin + (point - m_plot.topLeft()) / m_scale;
}

std::optional<QPoint> MatrixFrame::cellAt(QPointF point) const {
    const QPointF position = toPosition(point);
    const QPoint cell(static_cast<int>(std::floor(position.x())),
                      static_cast<int>(std::floor(position.y())));
    if (!m_plot.contains(point) || cell.x() < 0 || cell.y() < 0 || cell.x() >= m_size ||
        cell.y() >= m_size)
        return std::nullopt;
    return cell;
}

QRectF MatrixFrame::covered() const {
    const auto n = static_cast<double>(m_size);
    return QRectF(toPoint({0, 0}), toPoint({n, n})).intersected(m_plot);
}

QRectF MatrixFrame::seen() const {
    const QRectF pixels = covered();
    return {toPosition(pixels.topLeft()), toPosition(pixels.bottomRight())};
}

int MatrixFrame::level() const {
    int level = 0;
    while (m_scale * std::ldexp(1.0, level) < 1 - 1e-9) ++level;
    return level;
}

}  // namespace winnow::ui
