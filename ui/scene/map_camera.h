// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/map_points.h"

#include <QPointF>
#include <QSize>

#include <array>

class vtkCamera;

namespace winnow::ui {

/// From where a map is looked at. A plain value: the window's thread moves it, the drawing thread
/// gets copies. Sizes and points are logical px of the view.
class MapCamera {
public:
    /// Looks at the whole map from the front.
    MapCamera();

    /// Degrees about the vertical axis of the view, and towards its top.
    void orbit(double right, double up);
    /// Moves the map so that what was at `from` lies at `to`.
    void pan(QPointF from, QPointF to, QSize size);
    /// Nearer for factors above 1, keeping what is at `at`.
    void zoom(double factor, QPointF at, QSize size);

    /// How near it is, at most 1: the whole map is seen.
    [[nodiscard]] double nearness() const;
    [[nodiscard]] Projection projection(QSize size) const;
    /// The three axes of the coordinates as the camera sees them: x right, y down, unit length.
    [[nodiscard]] std::array<QPointF, 3> axes() const;
    void applyTo(vtkCamera* camera) const;

private:
    [[nodiscard]] double distance() const;
    /// World units of one pixel at the focal point.
    [[nodiscard]] double unitsPerPixel(QSize size) const;
    void shift(double right, double up);
    void take(vtkCamera* camera);

    std::array<double, 3> m_position, m_focal{}, m_up{0, 1, 0};
};

}  // namespace winnow::ui
