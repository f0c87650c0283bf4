// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/overlay.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace winnow::ui {

void paintSceneTooltip(QPainter& painter,
                       QPointF at,
                       const QRectF& bounds,
                       const QStringList& lines,
                       const Theme& theme) {
    if (lines.isEmpty()) return;
    const QFont strong = textFont(TextStyle::BodyStrong), plain = textFont(TextStyle::Caption);
    const qreal lineHeight =
        std::max(QFontMetricsF(strong).height(), QFontMetricsF(plain).height()) + 1;
    const qreal padding = scaled(size::kSpace);
    qreal width = 0;
    for (qsizetype i = 0; i < lines.size(); ++i)
        width = std::max(width, QFontMetricsF(i == 0 ? strong : plain).horizontalAdvance(lines[i]));
    QRectF card(
        at + QPointF(14, 14),
        QSizeF(width + 2 * padding, lineHeight * static_cast<qreal>(lines.size()) + 1.5 * padding));
    if (card.right() > bounds.right()) card.moveRight(at.x() - 10);
    if (card.bottom() > bounds.bottom()) card.moveBottom(at.y() - 10);
    card.moveLeft(std::max(card.left(), bounds.left()));
    card.moveTop(std::max(card.top(), bounds.top()));

    painter.setPen(QPen(theme.control, 1));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5),
                            scaled(size::kControlRadius),
                            scaled(size::kControlRadius));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        painter.setFont(i == 0 ? strong : plain);
        painter.setPen(i == 0 ? theme.text : theme.text2);
        painter.drawText(QRectF(card.left() + padding,
                                card.top() + 0.75 * padding + lineHeight * static_cast<qreal>(i),
                                width + 1,
                                lineHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         lines[i]);
    }
}

}  // namespace winnow::ui
