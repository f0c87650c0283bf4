// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tile.h"

#include "ui/theme/class_marks.h"
#include "ui/theme/data_colour.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kSmallSource = 64;
constexpr double kVeil = 0.74;
constexpr int kNameOffset = 12;

QPainterPath rounded(const QRectF& rect, double radius) {
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return path;
}

void paintImage(QPainter& painter, const QRect& picture, const QImage& image) {
    const QRect target = imageRect(image.size(), picture);
    const bool smooth =
        std::max(image.width(), image.height()) >= kSmallSource || target.width() < image.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    painter.drawImage(target, image);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
}

void paintHatching(QPainter& painter, const QRect& picture) {
    painter.setPen(QPen(withAlpha(Qt::white, 0.75), 1));
    const int step = scaled(8);
    for (int offset = -picture.height(); offset < picture.width(); offset += step)
        painter.drawLine(picture.left() + offset,
                         picture.bottom(),
                         picture.left() + offset + picture.height(),
                         picture.top());
}

void paintMissing(QPainter& painter, const QRect& picture, const Theme& theme) {
    painter.setPen(QPen(theme.danger, 1.4, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    const double radius = scaled(size::kTileRadius);
    painter.drawRoundedRect(QRectF(picture).adjusted(0.7, 0.7, -0.7, -0.7), radius, radius);
    const int side = scaled(size::kIcon);
    QRect icon(0, 0, side, side);
    icon.moveCenter(picture.center());
    paintIcon(painter, Icon::Error, icon, theme.danger);
}

void paintBadge(QPainter& painter, const QRect& picture, const QString& text) {
    painter.setFont(textFont(TextStyle::Badge));
    const QFontMetrics metrics = painter.fontMetrics();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, picture.width() - scaled(14));
    QRect rect(0, 0, metrics.horizontalAdvance(shown) + scaled(8), metrics.height() + scaled(2));
    rect.moveBottomLeft(picture.bottomLeft() + QPoint(scaled(3), -scaled(3)));
    painter.setPen(Qt::NoPen);
    // On pictures of any brightness: always the dark theme's ground and text.
    painter.setBrush(withAlpha(darkTheme().surface, 0.88));
    painter.drawRoundedRect(rect, scaled(3), scaled(3));
    painter.setPen(darkTheme().text);
    painter.drawText(rect, Qt::AlignCenter, shown);
}

void paintSelection(QPainter& painter, const QRect& picture, const Theme& theme) {
    const int side = scaled(14);
    const QRect box(picture.right() - side - scaled(1), picture.top() + scaled(2), side, side);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(box, scaled(3), scaled(3));
    paintIcon(painter, Icon::Check, QRectF(box).adjusted(2, 2, -2, -2), theme.onAccent);
}

// Rings lie outside the picture.
void paintRing(
    QPainter& painter, const QRect& picture, const QColor& colour, double width, double distance) {
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    const double out = distance + width / 2;
    const double radius = scaled(size::kTileRadius) + out;
    painter.drawRoundedRect(QRectF(picture).adjusted(-out, -out, out, out), radius, radius);
}

bool nameAndValueFit(const Tile& tile, int width) {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    return scaled(kNameOffset) + metrics.horizontalAdvance(tile.className) + scaled(2) +
               metrics.horizontalAdvance(tile.value) <=
           width;
}

void paintCaption(QPainter& painter, const QRect& rect, const Tile& tile, const Theme& theme) {
    painter.setFont(textFont(TextStyle::Caption));
    if (tile.state != Tile::State::Ready) {
        const bool missing = tile.state == Tile::State::Missing;
        painter.setPen(missing ? theme.danger : theme.text3);
        painter.drawText(
            rect,
            Qt::AlignVCenter,
            missing ? QCoreApplication::translate("winnow::ui::Tile", "Find file…") : tile.idText);
        return;
    }
    painter.setOpacity(tile.dimmed ? 0.5 : 1);
    const auto shape = static_cast<MarkShape>(std::max(tile.slot, 0));
    paintMark(painter,
              shape,
              QPointF(rect.left() + scaled(4), rect.center().y() + 0.5),
              scaled(8),
              DataColour::slot(tile.slot).in(theme));
    const QRect room = rect.adjusted(scaled(kNameOffset), 0, 0, 0);
    const bool fits = nameAndValueFit(tile, rect.width());
    painter.setPen(theme.text2);
    painter.drawText(
        room,
        Qt::AlignVCenter,
        painter.fontMetrics().elidedText(tile.className, Qt::ElideRight, room.width()));
    painter.setPen(theme.text);
    if (fits) painter.drawText(room, Qt::AlignVCenter | Qt::AlignRight, tile.value);
    painter.setOpacity(1);
}

}  // namespace

QRect imageRect(const QSize& image, const QRect& picture) {
    const int longest = std::max(image.width(), image.height());
    if (longest <= 0) return picture;
    QSize size = image.scaled(picture.size(), Qt::KeepAspectRatio);
    if (longest < kSmallSource && longest <= picture.width())
        size = image * (picture.width() / longest);
    QRect rect(QPoint(), size);
    rect.moveCenter(picture.center());
    return rect;
}

void paintTile(
    QPainter& painter, const QRect& picture, const Tile& tile, bool captioned, const Theme& theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPainterPath shape = rounded(picture, scaled(size::kTileRadius));
    painter.fillPath(shape, theme.well);
    if (tile.state == Tile::State::Missing) {
        paintMissing(painter, picture, theme);
    } else if (tile.state == Tile::State::Ready) {
        painter.setClipPath(shape);
        paintImage(painter, picture, tile.image);
        if (tile.excluded) paintHatching(painter, picture);
        if (tile.dimmed) painter.fillRect(picture, withAlpha(theme.surface, kVeil));
        painter.setClipping(false);
    }
    const bool valueInBadge =
        captioned && tile.badge.isEmpty() && !nameAndValueFit(tile, picture.width());
    const QString badge = valueInBadge ? tile.value : tile.badge;
    if (!badge.isEmpty() && tile.state == Tile::State::Ready) paintBadge(painter, picture, badge);
    if (tile.selected) {
        paintRing(painter, picture, theme.accent, 2, 1);
        paintSelection(painter, picture, theme);
    }
    if (tile.current) paintRing(painter, picture, theme.text, 1, tile.selected ? 3 : 2);
    if (captioned)
        paintCaption(
            painter,
            {picture.left(), picture.bottom() + 3, picture.width(), scaled(kTileCaption) - 2},
            tile,
            theme);
    painter.restore();
}

}  // namespace winnow::ui
