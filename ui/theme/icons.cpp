// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QIconEngine>
#include <QPainter>

namespace winnow::ui {
namespace {

class StrokeIconEngine : public QIconEngine {
public:
    StrokeIconEngine(Icon icon, QColor Theme::*colour) : m_icon(icon), m_colour(colour) {}

    void paint(QPainter* painter,
               const QRect& rect,
               QIcon::Mode mode,
               QIcon::State state) override {
        paintIcon(*painter, m_icon, rect, theme().*colour(mode, state));
    }

    // The base class paints on an uninitialised pixmap.
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new StrokeIconEngine(m_icon, m_colour); }

private:
    [[nodiscard]] QColor Theme::*colour(QIcon::Mode mode, QIcon::State state) const {
        if (mode == QIcon::Disabled) return &Theme::edge;
        const bool active = state == QIcon::On || mode == QIcon::Selected;
        return active && m_colour == &Theme::text2 ? &Theme::accentText : m_colour;
    }

    Icon m_icon;
    QColor Theme::*m_colour;
};

}  // namespace

QIcon icon(Icon icon, QColor Theme::*colour) { return QIcon(new StrokeIconEngine(icon, colour)); }

void paintIcon(QPainter& painter, Icon icon, const QRectF& rect, const QColor& colour) {
    const double side = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPointF(side / 2, side / 2));
    painter.scale(side / 16, side / 16);
    painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(iconPath(icon));
    painter.restore();
}

}  // namespace winnow::ui
