// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

// Square feet, slightly round heads.
QPainterPath barPath(const QRectF& rect) {
    const double radius = std::min({2.0, rect.width() / 3, rect.height() / 2});
    QPainterPath path;
    path.moveTo(rect.bottomLeft());
    path.lineTo(rect.left(), rect.top() + radius);
    path.quadTo(rect.topLeft(), {rect.left() + radius, rect.top()});
    path.lineTo(rect.right() - radius, rect.top());
    path.quadTo(rect.topRight(), {rect.right(), rect.top() + radius});
    path.lineTo(rect.bottomRight());
    path.closeSubpath();
    return path;
}

// The least of 1, 2, 5, 10, 20, ... that is not below need.
int labelStride(double need) {
    constexpr int kRounds[] = {1, 2, 5};
    for (int i = 0;; ++i) {
        const int stride = kRounds[i % 3] * static_cast<int>(std::pow(10, i / 3));
        if (stride >= need || i > 24) return stride;
    }
}

// Numbers at multiples of the stride, whatever the first is; other labels by their place.
bool isLabelled(const QString& label, int place, int stride) {
    bool isNumber = false;
    const int number = label.toInt(&isNumber);
    return (isNumber ? number : place) % stride == 0;
}

}  // namespace

PlotFrame BarChart::frameOf(QSize size) const {
    double high = 0;
    double low = std::numeric_limits<double>::infinity();
    for (const Bar& bar : m_data.bars) {
        if (!std::isfinite(bar.value)) continue;
        high = std::max(high, bar.value);
        if (bar.value > 0) low = std::min(low, bar.value);
    }
    PlotFrame frame;
    frame.y = m_data.logarithmic
                  ? logTicks(std::min(low, 1.0), high)
                  : linearTicks(0, high, false, std::clamp(size.height() / scaled(45), 3, 6));
    frame.xTitle = m_data.x.text();
    frame.yTitle = m_data.y.text();
    frame.labelledX = false;
    layOut(frame, size, QFontMetrics(textFont(TextStyle::Caption)).height() + scaled(2));
    return frame;
}

int BarChart::groups() const {
    return std::max(1, static_cast<int>(m_data.bars.size()) / perGroup());
}

QRectF BarChart::rectIn(const PlotFrame& frame, int bar, double value) const {
    const int together = perGroup();
    const double step = frame.plot.width() / groups();
    const double gap = std::clamp(step * 0.2, step > 3 ? 1.0 : 0.0, 20.0);
    const double width = (step - gap) / together;
    double height = frame.plot.height() * std::clamp(frame.y.share(value), 0.0, 1.0);
    // The least bar of a logarithmic axis stands on the axis; it must still be seen.
    if (value > 0) height = std::max(height, 3.0);
    return {frame.plot.left() + bar / together * step + gap / 2 + bar % together * width,
            frame.plot.bottom() - height,
            together > 1 ? std::max(1.0, width - 1) : width,
            height};
}

void BarChart::paintBars(QPainter& painter, const PlotFrame& frame, const Theme& theme) const {
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < m_data.bars.size(); ++i) {
        const Bar& bar = m_data.bars[i];
        if (!(bar.value > 0)) continue;
        const bool chosen = m_chosen.contains(i);
        const QColor own = bar.colour.in(theme);
        painter.setBrush(bar.part ? (chosen ? theme.edge : theme.line)
                         : chosen ? theme.accent
                                  : own);
        painter.drawPath(barPath(rectIn(frame, i, bar.value)));
        if (bar.part && *bar.part > 0) {
            painter.setBrush(own);
            painter.drawPath(barPath(rectIn(frame, i, *bar.part)));
        }
        if (i == m_hovered) {
            painter.setBrush(withAlpha(theme.text, 0.12));
            painter.drawPath(barPath(rectIn(frame, i, bar.value)));
        }
    }
}

void BarChart::paintValues(QPainter& painter, const PlotFrame& frame, const Theme& theme) const {
    painter.setFont(textFont(TextStyle::Caption));
    const double step = frame.plot.width() / std::max<double>(1, m_data.bars.size());
    const int line = painter.fontMetrics().height();
    for (int i = 0; i < m_data.bars.size(); ++i) {
        const Bar& bar = m_data.bars[i];
        const bool part = bar.part && *bar.part > 0 && *bar.part < bar.value;
        const bool single = m_chosen.size() == 1 && m_chosen.contains(i);
        if (!m_data.valuesAbove && !single && !part) continue;
        const double value = part ? *bar.part : bar.value;
        const QString text = numberText(value, m_data.y.decimals);
        const int width = painter.fontMetrics().horizontalAdvance(text);
        // Among its neighbours a number must not touch theirs.
        const bool crowded = m_data.valuesAbove || part;
        if (crowded && width > step + 2) continue;
        const QRectF rect = rectIn(frame, i, value);
        const double left = std::clamp(
            rect.center().x() - width / 2.0, frame.plot.left(), frame.plot.right() - width);
        painter.setPen(single && !part ? theme.accentText : theme.text);
        painter.drawText(QRectF(left, rect.top() - line - 1, width + 1, line), Qt::AlignLeft, text);
    }
}

void BarChart::paintLabels(QPainter& painter, const PlotFrame& frame, const Theme& theme) const {
    painter.setFont(textFont(TextStyle::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const int labels = groups();
    const double step = frame.plot.width() / labels;
    const bool marks = std::any_of(m_data.bars.begin(), m_data.bars.end(), [](const Bar& bar) {
        return bar.slot.has_value();
    });
    const int markRoom = marks ? scaled(14) : 0;
    int widest = 1;
    for (const Bar& bar : m_data.bars)
        widest = std::max(widest, metrics.horizontalAdvance(bar.label) + markRoom);
    // Names of classes are shortened down to their marks; numbers are left out evenly.
    const int stride = marks ? 1 : labelStride((widest + scaled(8)) / step);
    const double top = frame.plot.bottom() + scaled(6);
    for (int i = 0; i < labels && !m_data.bars.isEmpty(); ++i) {
        const int first = i * perGroup();
        const Bar& bar = m_data.bars[first];
        if (!isLabelled(bar.label, i, stride)) continue;
        const int room = static_cast<int>(step) - markRoom - 2;
        const QString text = stride == 1
                                 ? metrics.elidedText(bar.label, Qt::ElideRight, std::max(0, room))
                                 : bar.label;
        const double width = metrics.horizontalAdvance(text) + markRoom;
        const double left = std::min(frame.plot.left() + (i + 0.5) * step - width / 2,
                                     frame.plot.right() + 1 - width);
        if (bar.slot)
            paintMark(painter,
                      static_cast<MarkShape>(std::max(*bar.slot, 0)),
                      {left + scaled(4), top + metrics.height() / 2.0},
                      scaled(8),
                      DataColour::slot(*bar.slot).in(theme));
        const bool emphasised =
            m_chosen.contains(first) || (bar.part && *bar.part > 0 && *bar.part < bar.value);
        painter.setPen(emphasised ? theme.text : theme.text3);
        painter.drawText(
            QRectF(left + markRoom, top, width + 2, metrics.height()), Qt::AlignLeft, text);
    }
}

void BarChart::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const PlotFrame frame = frameOf(size);
    paintGrid(painter, frame, size, theme);
    paintBars(painter, frame, theme);
    paintAxisLine(painter, frame, theme);
    paintValues(painter, frame, theme);
    paintLabels(painter, frame, theme);
}

void BarChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
    if (!hasFocus() || m_current < 0) return;
    painter.setPen(QPen(theme().text, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(barRect(m_current).adjusted(-1.5, -1.5, 1.5, 0.5));
}

}  // namespace winnow::ui
