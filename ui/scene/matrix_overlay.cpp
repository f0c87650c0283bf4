// SPDX-License-Identifier: GPL-3.0-or-later
// What MatrixView paints over its picture: bands, lines between classes, cross-hair, tooltip.
#include "ui/scene/matrix_view.h"
#include "ui/scene/overlay.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr double kMark = 8;

}  // namespace

void MatrixView::paintOverlay(QPainter& painter) {
    if (m_source == nullptr || m_frame.size() == 0) return;
    paintClassLines(painter);
    paintBands(painter);
    paintCross(painter);
}

void MatrixView::paintClassLines(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF area = m_frame.covered();
    painter.setPen(QPen(colours().surface, 1));
    for (const MatrixBand& band : m_source->order().bands) {
        if (band.begin == 0) continue;
        const auto begin = static_cast<double>(band.begin);
        const QPointF at = m_frame.toPoint({begin, begin});
        if (at.x() > area.left() && at.x() < area.right())
            painter.drawLine(QLineF(at.x(), area.top(), at.x(), area.bottom()));
        if (at.y() > area.top() && at.y() < area.bottom())
            painter.drawLine(QLineF(area.left(), at.y(), area.right(), at.y()));
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void MatrixView::paintBands(QPainter& painter) const {
    const Theme& theme = colours();
    const QRectF area = m_frame.covered();
    // The picture reaches past the plot by part of a cell.
    const QRectF plot = m_frame.plot();
    painter.fillRect(QRectF(0, 0, width(), plot.top()), theme.surface);
    painter.fillRect(QRectF(0, 0, plot.left(), height()), theme.surface);
    painter.fillRect(QRectF(plot.right(), 0, width() - plot.right(), height()), theme.surface);
    painter.fillRect(QRectF(0, plot.bottom(), width(), height() - plot.bottom()), theme.surface);

    const QFont font = textFont(TextStyle::Caption);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    qreal free = 0;  // names below one another, none over another
    for (const MatrixBand& band : m_source->order().bands) {
        const QPointF begin =
            m_frame.toPoint({static_cast<double>(band.begin), static_cast<double>(band.begin)});
        const auto last = static_cast<double>(band.begin + band.count);
        const QPointF end = m_frame.toPoint({last, last});
        const auto classIndex = static_cast<int>(band.classIndex);
        const QColor colour = m_slots.bandColour(classIndex, theme);
        const qreal left = std::max(begin.x(), area.left()),
                    right = std::min(end.x(), area.right());
        if (left < right)
            painter.fillRect(QRectF(left + 0.5,
                                    plot.top() - kClassBandGap - kClassBand,
                                    right - left - 1,
                                    kClassBand),
                             colour);
        const qreal top = std::max(begin.y(), area.top());
        const qreal bottom = std::min(end.y(), area.bottom());
        if (top >= bottom) continue;
        painter.fillRect(
            QRectF(
                plot.left() - kClassBandGap - kClassBand, top + 0.5, kClassBand, bottom - top - 1),
            colour);
        const qreal middle = (top + bottom) / 2;
        if (middle - metrics.height() / 2 < free - 1) continue;
        free = middle + metrics.height() / 2;
        const qreal markAt = plot.left() - kClassBandGap - kClassBand - scaled(10);
        paintClassMark(painter, m_slots, classIndex, {markAt, middle}, kMark, theme);
        const QRectF text(0, middle - metrics.height(), markAt - scaled(10), 2 * metrics.height());
        painter.setPen(theme.text2);
        painter.drawText(
            text,
            Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(className(band.classIndex), Qt::ElideRight, text.width()));
    }
}

QRectF MatrixView::cellRect(QPoint columnRow) const {
    const int level = m_frame.level();
    const double block = std::ldexp(1.0, level);
    const QPointF first(std::floor(columnRow.x() / block) * block,
                        std::floor(columnRow.y() / block) * block);
    return {m_frame.toPoint(first), m_frame.toPoint(first + QPointF(block, block))};
}

void MatrixView::paintCross(QPainter& painter) const {
    const Theme& theme = colours();
    const QRectF area = m_frame.covered();
    painter.setClipRect(area.adjusted(-1, -1, 1, 1));
    painter.setBrush(Qt::NoBrush);
    const auto square = [&](QPoint at, double least) {
        const QPointF middle = cellRect(at).center();
        const double side = std::max(least, cellRect(at).width() + 2);
        painter.drawRect(QRectF(middle - QPointF(side, side) / 2, QSizeF(side, side)));
    };
    if (m_picked) {
        painter.setPen(QPen(theme.accent, 2));
        square(*m_picked, 11);
    }
    if (m_cross) {
        const QPointF middle = cellRect(*m_cross).center();
        painter.setPen(QPen(theme.text, 1));
        painter.drawLine(QLineF(area.left(), middle.y(), area.right(), middle.y()));
        painter.drawLine(QLineF(middle.x(), area.top(), middle.x(), area.bottom()));
        square(*m_cross, 9);
    }
    painter.setClipping(false);
    if (!m_cross || m_dragging) return;

    const MatrixCell at = cell(*m_cross);
    const std::int64_t block = at.value ? std::int64_t{1} << at.value->level : 1;
    const auto& order = m_source->order();
    const auto side = [&](std::int64_t sample, std::int64_t position) {
        const QString name = className(order.classAt(position));
        return block == 1 ? tr("%1 #%2").arg(name, countText(sample))
                          : tr("%1 about #%2").arg(name, countText(sample));
    };
    QString first = m_valueName;
    if (!at.value)
        first = tr("Not computed yet");
    else if (std::isnan(at.value->value))
        first = tr("No value here");
    else
        first += QStringLiteral(" ") + signedText(at.value->value, m_decimals);
    QStringList lines{first, side(at.rowSample, at.row), side(at.columnSample, at.column)};
    if (block > 1)
        lines << (at.value->sampled
                      ? tr("mean over a sample of %1 × %1 pairs").arg(countText(block))
                      : tr("mean of %1 × %1 pairs").arg(countText(block)));
    paintSceneTooltip(painter, cellRect(*m_cross).center(), rect(), lines, theme);
}

}  // namespace winnow::ui
