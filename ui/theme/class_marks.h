// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QList>
#include <QPainterPath>

#include <optional>

class QPainter;

namespace winnow::ui {

/// The shapes of the ten slots, in slot order.
enum class MarkShape {
    Disc,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    Star,
    Hexagon,
    Plus,
    Pentagon,
    Ring
};

inline constexpr int kClassSlots = 10;

/// Filled with the odd-even rule; shapes of one size look equally large. size in px.
[[nodiscard]] QPainterPath markPath(MarkShape shape, QPointF centre, double size);

/// Paints the mark; outline invalid: none.
void paintMark(QPainter& painter,
               MarkShape shape,
               QPointF centre,
               double size,
               const QColor& fill,
               const QColor& outline = {});

/// Which classes have one of the ten colours and shapes. Up to ten classes: all, in order. Above:
/// at most ten at a time; the rest are `edge` discs. Stored with the project, so that a class keeps
/// its mark.
class ClassSlots {
public:
    explicit ClassSlots(int classCount = 0);

    /// From what slotClasses() gave; entries outside the classes are left empty. Above ten classes
    /// nothing is coloured before the first request.
    ClassSlots(int classCount, const QList<int>& slotClasses);

    [[nodiscard]] int classCount() const { return m_classCount; }
    /// None for a class that is not coloured now.
    [[nodiscard]] std::optional<int> slotOf(int classIndex) const;

    /// Class that holds each slot, coloured now or not; -1 where it is free.
    [[nodiscard]] const QList<int>& slotClasses() const { return m_slots; }

    /// Above ten classes: gives slots to pinned, then selected, then hovered classes. One that has
    /// a slot keeps it, and slots nobody asks for keep their class until they are needed. No effect
    /// up to ten classes.
    void request(const QList<int>& pinned, const QList<int>& selected, int hovered = -1);

    /// `edge` for a class without slot.
    [[nodiscard]] QColor colour(int classIndex, const Theme& theme = ui::theme()) const;
    [[nodiscard]] MarkShape shape(int classIndex) const;

    /// Colour of the class's band beside a matrix: the class colour, else `edge` and `line`
    /// alternating.
    [[nodiscard]] QColor bandColour(int classIndex, const Theme& theme = ui::theme()) const;

private:
    int m_classCount = 0;
    QList<int> m_slots;
    QList<int> m_coloured;  // classes
};

/// The class's mark in its colour.
void paintClassMark(QPainter& painter,
                    const ClassSlots& classSlots,
                    int classIndex,
                    QPointF centre,
                    double size,
                    const Theme& theme = ui::theme());

}  // namespace winnow::ui
