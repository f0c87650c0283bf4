// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_frame.h"

#include "ui/theme/fonts.h"

#include <QPainter>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kLabelGap = 6;

int labelWidth(const AxisTicks& axis, const QFontMetrics& metrics) {
    int widest = 0;
    for (const Tick& tick : axis.ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.text));
    return widest;
}

void paintTitles(QPainter& painter, const PlotFrame& frame, QSize size) {
    const int line = painter.fontMetrics().height();
    const auto fitted = [&](const QString& text, double room) {
        return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(room));
    };
    if (!frame.xTitle.isEmpty())
        painter.drawText(QRectF(frame.plot.left(), size.height() - line, frame.plot.width(), line),
                         Qt::AlignCenter,
                         fitted(frame.xTitle, frame.plot.width()));
    if (frame.yTitle.isEmpty()) return;
    painter.save();
    painter.translate(0, frame.plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-frame.plot.height() / 2, 0, frame.plot.height(), line),
                     Qt::AlignCenter,
                     fitted(frame.yTitle, frame.plot.height()));
    painter.restore();
}

}  // namespace

void layOut(PlotFrame& frame, QSize size, int topRoom) {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    const int line = metrics.height();
    const int gap = scaled(kLabelGap);
    const double left =
        labelWidth(frame.y, metrics) + gap + (frame.yTitle.isEmpty() ? 0 : line + scaled(2));
    const double bottom = line + gap + (frame.xTitle.isEmpty() ? 0 : line + scaled(2));
    const double top = std::max(line / 2, topRoom);
    const double right = frame.labelledX && !frame.x.ticks.isEmpty()
                             ? std::max(2, metrics.horizontalAdvance(frame.x.ticks.last().text) / 2)
                             : 2;
    frame.plot = QRectF(left,
                        top,
                        std::max(1.0, size.width() - left - right),
                        std::max(1.0, size.height() - top - bottom));
}

void paintGrid(QPainter& painter, const PlotFrame& frame, QSize size, const Theme& theme) {
    painter.setFont(textFont(TextStyle::Caption));
    const int line = painter.fontMetrics().height();
    const int gap = scaled(kLabelGap);
    for (const Tick& tick : frame.y.ticks) {
        const double y = frame.yOf(tick.at);
        painter.setPen(QPen(theme.line, 1));
        painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
        painter.setPen(theme.text3);
        painter.drawText(QRectF(0, y - line / 2.0, frame.plot.left() - gap, line),
                         Qt::AlignRight | Qt::AlignVCenter,
                         tick.text);
    }
    painter.setPen(theme.text3);
    if (frame.labelledX)
        for (const Tick& tick : frame.x.ticks)
            painter.drawText(QRectF(frame.xOf(tick.at) - 60, frame.plot.bottom() + gap, 120, line),
                             Qt::AlignCenter,
                             tick.text);
    paintTitles(painter, frame, size);
}

void paintAxisLine(QPainter& painter, const PlotFrame& frame, const Theme& theme) {
    painter.setPen(QPen(theme.control, 1));
    painter.drawLine(frame.plot.bottomLeft(), frame.plot.bottomRight());
    if (!frame.labelledX) return;
    for (const Tick& tick : frame.x.ticks) {
        const double x = frame.xOf(tick.at);
        painter.drawLine(QPointF(x, frame.plot.bottom()),
                         QPointF(x, frame.plot.bottom() + scaled(4)));
    }
}

}  // namespace winnow::ui
