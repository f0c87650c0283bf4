// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace winnow::ui::parts {
namespace {

constexpr int kGroove = 4;
constexpr int kHandle = 16;

}  // namespace

QRect sliderPart(const QStyleOptionSlider& option, QStyle::SubControl part) {
    const QRect& r = option.rect;
    const bool flat = option.orientation == Qt::Horizontal;
    const int handle = scaled(kHandle);
    const int groove = scaled(kGroove);
    if (part == QStyle::SC_SliderGroove)
        return flat ? QRect(r.left(), r.center().y() - groove / 2, r.width(), groove)
                    : QRect(r.center().x() - groove / 2, r.top(), groove, r.height());
    if (part != QStyle::SC_SliderHandle) return {};
    const int at = QStyle::sliderPositionFromValue(option.minimum,
                                                   option.maximum,
                                                   option.sliderPosition,
                                                   (flat ? r.width() : r.height()) - handle,
                                                   option.upsideDown);
    return flat ? QRect(r.left() + at, r.center().y() - handle / 2, handle, handle)
                : QRect(r.center().x() - handle / 2, r.top() + at, handle, handle);
}

void paintSlider(QPainter& painter, const QStyleOptionSlider& option) {
    const Theme& t = theme();
    const bool enabled = option.state & QStyle::State_Enabled;
    const QColor colour = enabled ? t.accent : t.edge;
    const QRect groove = sliderPart(option, QStyle::SC_SliderGroove);
    const QRect handle = sliderPart(option, QStyle::SC_SliderHandle);
    QRect filled = groove;
    if (option.orientation == Qt::Horizontal)
        option.upsideDown ? filled.setLeft(handle.center().x())
                          : filled.setRight(handle.center().x());
    else
        option.upsideDown ? filled.setTop(handle.center().y())
                          : filled.setBottom(handle.center().y());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double radius = scaled(kGroove) / 2.0;
    painter.setBrush(t.edge);
    painter.drawRoundedRect(groove, radius, radius);
    painter.setBrush(colour);
    painter.drawRoundedRect(filled, radius, radius);
    painter.setPen(QPen(colour, 2));
    painter.setBrush(option.state & QStyle::State_Sunken ? t.accentSoft : t.surface);
    painter.drawEllipse(QRectF(handle).adjusted(1, 1, -1, -1));
    painter.restore();
}

}  // namespace winnow::ui::parts
