// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatter_chart.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/data_colour.h"

#include <QEvent>
#include <QPainter>

#include <array>
#include <cmath>
#include <vector>

namespace winnow::ui {
namespace {

constexpr double kMark = 7;
constexpr double kDimmedMark = 4;
constexpr int kMostOutlined = 2000;
constexpr int kSprites = kClassSlots + 3;  // ten slots, no slot, dimmed, the ring of the selected
constexpr int kNoSlot = kClassSlots;
constexpr int kDimmed = kClassSlots + 1;
constexpr int kRing = kClassSlots + 2;

QImage emptySprite(double side, double pixelRatio) {
    const int whole = static_cast<int>(std::ceil(side)) + 2;
    QImage image(QSize(whole, whole) * pixelRatio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(Qt::transparent);
    return image;
}

QPointF middleOf(const QImage& sprite) {
    const QSizeF size = sprite.deviceIndependentSize();
    return {size.width() / 2, size.height() / 2};
}

// A mark painted once and stamped many times.
QImage spriteOf(int kind, bool classes, bool outlined, const Theme& theme, double pixelRatio) {
    const double size = scaled(kind == kDimmed || kind == kNoSlot
                                   ? (kind == kNoSlot && !classes ? kMark : kDimmedMark)
                                   : kMark);
    QImage image = emptySprite(size * 1.5, pixelRatio);
    QPainter painter(&image);
    const auto shape = kind < kClassSlots ? static_cast<MarkShape>(kind) : MarkShape::Disc;
    const QColor colour = kind < kClassSlots            ? theme.classes.at(kind)
                          : kind == kNoSlot && !classes ? theme.accent
                                                        : theme.edge;
    const bool context = kind == kDimmed || (kind == kNoSlot && classes);
    const QColor outline = outlined && !context ? theme.surface : QColor();
    paintMark(painter, shape, middleOf(image), size, colour, outline);
    return image;
}

QImage ringSprite(const Theme& theme, double pixelRatio) {
    const double radius = scaled(kMark) * 0.8;
    QImage image = emptySprite(2 * radius + 2, pixelRatio);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawEllipse(middleOf(image), radius, radius);
    return image;
}

}  // namespace

void ScatterChart::paintPoints(QPainter& painter,
                               const PlotFrame& frame,
                               const Theme& theme,
                               double pixelRatio) const {
    const bool classes = !m_data.classSlots.isEmpty();
    // Among many points the outlines would be all that is seen.
    const bool outlined = m_byX.size() <= kMostOutlined;
    std::array<QImage, kSprites> sprites;
    for (int kind = 0; kind < kRing; ++kind)
        sprites.at(kind) = spriteOf(kind, classes, outlined, theme, pixelRatio);
    sprites.at(kRing) = ringSprite(theme, pixelRatio);
    const auto kindOf = [&](int point) {
        if (m_data.dimmed.value(point, false)) return kDimmed;
        const int slot = m_data.classSlots.value(point, -1);
        return slot < 0 ? kNoSlot : slot % kClassSlots;
    };
    // Among many points a mark within 2 px of one of its kind would change nothing that an eye
    // sees.
    const double cell = (m_byX.size() <= kMostOutlined ? 1 : 2) / pixelRatio;
    const int columns = static_cast<int>(frame.plot.right() / cell) + 2;
    const int rows = static_cast<int>(frame.plot.bottom() / cell) + 2;
    std::vector<bool> stamped(static_cast<std::size_t>(columns) * rows * kSprites);
    const auto stamp = [&](int point, int kind) {
        const QPointF at(frame.xOf(m_data.points[point].x()), frame.yOf(m_data.points[point].y()));
        const auto key = (static_cast<std::size_t>(at.y() / cell) * columns +
                          static_cast<std::size_t>(at.x() / cell)) *
                             kSprites +
                         kind;
        if (stamped.at(key)) return;
        stamped[key] = true;
        // Whole pixels: painting an image between them is slow and blurred.
        const double px = std::round(at.x() * pixelRatio) / pixelRatio;
        const double py = std::round(at.y() * pixelRatio) / pixelRatio;
        const QImage& sprite = sprites.at(kind);
        const double half = sprite.width() / pixelRatio / 2;
        painter.drawImage(QPointF(px - half, py - half), sprite);
    };
    // Context lies under what is looked at.
    for (const bool context : {true, false})
        for (const int point : m_byX) {
            const int kind = kindOf(point);
            const bool isContext = kind == kDimmed || (kind == kNoSlot && classes);
            if (isContext == context) stamp(point, kind);
        }
    for (const int point : m_selected) stamp(point, kRing);
}

void ScatterChart::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const PlotFrame frame = frameOf(size);
    paintGrid(painter, frame, size, theme);
    paintAxisLine(painter, frame, theme);
    // Twice the pixels: exported figures are that sharp, and SVG holds the points as one image.
    QImage layer(size * 2, QImage::Format_ARGB32_Premultiplied);
    layer.setDevicePixelRatio(2);
    layer.fill(Qt::transparent);
    QPainter points(&layer);
    paintPoints(points, frame, theme, 2);
    points.end();
    painter.drawImage(QPointF(), layer);
}

void ScatterChart::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    if (m_image.isNull()) {
        const double ratio = devicePixelRatioF();
        m_image = QImage(size() * ratio, QImage::Format_ARGB32_Premultiplied);
        m_image.setDevicePixelRatio(ratio);
        m_image.fill(Qt::transparent);
        QPainter painter(&m_image);
        painter.setRenderHint(QPainter::Antialiasing);
        const PlotFrame frame = frameOf(size());
        paintGrid(painter, frame, size(), t);
        paintAxisLine(painter, frame, t);
        paintPoints(painter, frame, t, ratio);
    }
    QPainter painter(this);
    painter.drawImage(QPointF(), m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_current >= 0) {
        painter.setPen(QPen(t.text, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(positionOf(m_current), scaled(6), scaled(6));
    }
    if (m_rubber.isNull()) return;
    painter.setPen(QPen(t.accent, 1, Qt::DashLine));
    painter.setBrush(withAlpha(t.accent, 0.12));
    painter.drawRect(m_rubber);
}

void ScatterChart::resizeEvent(QResizeEvent*) { m_image = {}; }

void ScatterChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) m_image = {};
    ValueWidget::changeEvent(event);
}

}  // namespace winnow::ui
