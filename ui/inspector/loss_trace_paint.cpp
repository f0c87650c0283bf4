// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/loss_trace.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kHeight = 104;
constexpr int kStrip = 4;
constexpr int kMark = 8;

QFontMetrics captions() { return QFontMetrics(textFont(TextStyle::Caption)); }

}  // namespace

QSize LossTrace::sizeHint() const { return {scaled(240), scaled(kHeight)}; }
QSize LossTrace::minimumSizeHint() const { return {scaled(160), scaled(kHeight)}; }

LossTrace::Frame LossTrace::frameOf(QSize size) const {
    Frame frame;
    for (const double loss : m_data.loss)
        if (std::isfinite(loss)) frame.high = std::max(frame.high, loss);
    const int line = captions().height();
    const double left = captions().horizontalAdvance(numberText(frame.high, 1)) + scaled(6);
    const double bottom = size.height() - line - scaled(kStrip) - scaled(4);
    // Room above for the mark on the highest point, on the right for half of the last number.
    frame.plot =
        QRectF(QPointF(left, scaled(kMark) + 2), QPointF(size.width() - scaled(8), bottom));
    frame.strip = QRectF(left, bottom + 2, frame.plot.width(), scaled(kStrip));
    return frame;
}

QPointF LossTrace::pointIn(const Frame& frame, int epoch) const {
    const double last = std::max<double>(1, static_cast<double>(m_data.loss.size() - 1));
    return {frame.plot.left() + frame.plot.width() * epoch / last,
            frame.plot.bottom() - frame.plot.height() * m_data.loss[epoch] / frame.high};
}

void LossTrace::paintAxes(QPainter& painter,
                          const Frame& frame,
                          QSize size,
                          const Theme& theme) const {
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(frame.plot.topLeft(), frame.plot.topRight());
    painter.setPen(QPen(theme.control, 1));
    painter.drawLine(frame.plot.bottomLeft(), frame.plot.bottomRight());
    painter.setPen(theme.text3);
    const int line = captions().height();
    const auto beside = [&](double y, const QString& text) {
        painter.drawText(QRectF(0, y - line / 2.0, frame.plot.left() - scaled(6), line),
                         Qt::AlignRight | Qt::AlignVCenter,
                         text);
    };
    beside(frame.plot.top(), numberText(frame.high, 1));
    beside(frame.plot.bottom(), QStringLiteral("0"));
    const QRectF under(
        frame.plot.left(), size.height() - line, size.width() - frame.plot.left(), line);
    painter.drawText(under, Qt::AlignLeft, tr("epoch 1"));
    painter.drawText(under, Qt::AlignRight, QString::number(m_data.loss.size()));
}

void LossTrace::paintStrip(QPainter& painter, const Frame& frame, const Theme& theme) const {
    const double step = frame.strip.width() / std::max<double>(1, m_data.loss.size());
    for (int epoch = 0; epoch < m_data.right.size(); ++epoch)
        painter.fillRect(QRectF(frame.strip.left() + epoch * step,
                                frame.strip.top(),
                                std::max(1.0, step - (step > 4 ? 1 : 0)),
                                frame.strip.height()),
                         m_data.right[epoch] ? theme.accent : theme.line);
}

void LossTrace::paintLine(QPainter& painter, const Frame& frame, const Theme& theme) const {
    QPolygonF line;
    for (int epoch = 0; epoch < m_data.loss.size(); ++epoch)
        if (std::isfinite(m_data.loss[epoch])) line << pointIn(frame, epoch);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    for (const std::int64_t epoch : m_data.forgotten)
        paintMark(painter,
                  MarkShape::TriangleDown,
                  pointIn(frame, static_cast<int>(epoch)) - QPointF(0, scaled(4)),
                  scaled(kMark),
                  theme.warn,
                  theme.surface);
}

void LossTrace::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_data.loss.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const Frame frame = frameOf(size);
    paintAxes(painter, frame, size, theme);
    paintStrip(painter, frame, theme);
    paintLine(painter, frame, theme);
}

void LossTrace::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
    if (m_current < 0 || m_current >= m_data.loss.size()) return;
    painter.setPen(QPen(theme().text, 1));
    painter.setBrush(theme().surface);
    painter.drawEllipse(pointOf(m_current), scaled(3), scaled(3));
}

}  // namespace winnow::ui
