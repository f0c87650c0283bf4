// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/class_marks.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace winnow::ui {
namespace {

// Radii in units of half the size; chosen so that the shapes look equally large.
QPainterPath polygon(QPointF centre, double radius, int corners, double firstAngleDegrees) {
    QPolygonF points;
    for (int i = 0; i <= corners; ++i) {
        const double angle = (firstAngleDegrees + 360.0 * i / corners) * std::numbers::pi / 180;
        points << centre + radius * QPointF(std::cos(angle), std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    return path;
}

QPainterPath star(QPointF centre, double outer, double inner) {
    QPolygonF points;
    for (int i = 0; i <= 10; ++i) {
        const double angle = (-90.0 + 36.0 * i) * std::numbers::pi / 180;
        points << centre + (i % 2 == 0 ? outer : inner) * QPointF(std::cos(angle), std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    return path;
}

QPainterPath plus(QPointF centre, double arm, double halfWidth) {
    const double a = arm;
    const double w = halfWidth;
    QPainterPath path;
    path.addPolygon(QPolygonF({{-w, -a},
                               {w, -a},
                               {w, -w},
                               {a, -w},
                               {a, w},
                               {w, w},
                               {w, a},
                               {-w, a},
                               {-w, w},
                               {-a, w},
                               {-a, -w},
                               {-w, -w},
                               {-w, -a}})
                        .translated(centre));
    return path;
}

QPainterPath disc(QPointF centre, double radius, double hole) {
    QPainterPath path;
    path.addEllipse(centre, radius, radius);
    if (hole > 0) path.addEllipse(centre, hole, hole);
    return path;
}

}  // namespace

QPainterPath markPath(MarkShape shape, QPointF centre, double size) {
    const double r = size / 2;
    switch (shape) {
        case MarkShape::Disc:
            return disc(centre, r, 0);
        case MarkShape::Square:
            return polygon(centre, 1.22 * r, 4, 45);
        case MarkShape::Triangle:
            return polygon(centre + QPointF(0, 0.22 * r), 1.26 * r, 3, -90);
        case MarkShape::Diamond:
            return polygon(centre, 1.18 * r, 4, 0);
        case MarkShape::TriangleDown:
            return polygon(centre - QPointF(0, 0.22 * r), 1.26 * r, 3, 90);
        case MarkShape::Star:
            return star(centre, 1.28 * r, 0.56 * r);
        case MarkShape::Hexagon:
            return polygon(centre, 1.06 * r, 6, 0);
        case MarkShape::Plus:
            return plus(centre, 1.08 * r, 0.4 * r);
        case MarkShape::Pentagon:
            return polygon(centre, 1.1 * r, 5, -90);
        case MarkShape::Ring:
            return disc(centre, r, 0.48 * r);
    }
    return {};
}

void paintMark(QPainter& painter,
               MarkShape shape,
               QPointF centre,
               double size,
               const QColor& fill,
               const QColor& outline) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(outline.isValid() ? QPen(outline, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawPath(markPath(shape, centre, size));
    painter.restore();
}

ClassSlots::ClassSlots(int classCount)
    : m_classCount(std::max(classCount, 0)), m_slots(kClassSlots, -1) {
    if (m_classCount > kClassSlots) return;
    for (int i = 0; i < m_classCount; ++i) {
        m_slots[i] = i;
        m_coloured << i;
    }
}

ClassSlots::ClassSlots(int classCount, const QList<int>& slotClasses) : ClassSlots(classCount) {
    if (m_classCount <= kClassSlots) return;
    for (int i = 0; i < std::min<int>(kClassSlots, slotClasses.size()); ++i) {
        const int wanted = slotClasses[i];
        if (wanted >= 0 && wanted < m_classCount && !m_slots.contains(wanted)) m_slots[i] = wanted;
    }
}

std::optional<int> ClassSlots::slotOf(int classIndex) const {
    if (!m_coloured.contains(classIndex)) return std::nullopt;
    const auto found = m_slots.indexOf(classIndex);
    return static_cast<int>(found);
}

void ClassSlots::request(const QList<int>& pinned, const QList<int>& selected, int hovered) {
    if (m_classCount <= kClassSlots) return;
    QList<int> wanted;
    for (const QList<int>& group : {pinned, selected, QList<int>{hovered}})
        for (const int c : group)
            if (c >= 0 && c < m_classCount && !wanted.contains(c) && wanted.size() < kClassSlots)
                wanted << c;
    for (const int c : wanted) {
        if (m_slots.contains(c)) continue;
        auto slot = std::find(m_slots.begin(), m_slots.end(), -1);
        if (slot == m_slots.end())
            slot = std::find_if(
                m_slots.begin(), m_slots.end(), [&](int held) { return !wanted.contains(held); });
        *slot = c;
    }
    m_coloured = wanted;
}

QColor ClassSlots::colour(int classIndex, const Theme& theme) const {
    const auto slot = slotOf(classIndex);
    return slot ? theme.classes.at(*slot) : theme.edge;
}

MarkShape ClassSlots::shape(int classIndex) const {
    return static_cast<MarkShape>(slotOf(classIndex).value_or(0));
}

QColor ClassSlots::bandColour(int classIndex, const Theme& theme) const {
    if (slotOf(classIndex)) return colour(classIndex, theme);
    return classIndex % 2 == 0 ? theme.edge : theme.line;
}

void paintClassMark(QPainter& painter,
                    const ClassSlots& classSlots,
                    int classIndex,
                    QPointF centre,
                    double size,
                    const Theme& theme) {
    paintMark(
        painter, classSlots.shape(classIndex), centre, size, classSlots.colour(classIndex, theme));
}

}  // namespace winnow::ui
