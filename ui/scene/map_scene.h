// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/map_points.h"
#include "ui/theme/class_marks.h"

#include <memory>
#include <span>
#include <vector>

class vtkRenderWindow;

namespace winnow::ui {

/// How a point of the map is drawn.
enum class PointLook : std::uint8_t {
    Hidden,
    Dimmed,  ///< small, in `edge`, behind all others
    Marked,  ///< its class's mark
};

/// The VTK side of the map: two layers of point sprites under one camera. Calls need no context;
/// VTK uploads at the next frame.
class MapScene {
public:
    explicit MapScene(vtkRenderWindow* window);
    ~MapScene();

    /// [n,3] as unitCoordinates makes them.
    void setPoints(std::vector<float> points);
    [[nodiscard]] std::span<const float> points() const;
    /// One entry a point each: look, slot of its class (-1 none), whether it has a ring.
    void setLooks(const std::vector<PointLook>& looks,
                  const std::vector<int>& slots,
                  const std::vector<bool>& rings);
    /// Colours and sizes; `pixels`: device pixels in a logical one.
    void setColours(const Theme& theme, double pixels);

    // ---- camera
    /// Looks at the whole map from the front.
    void fit();
    /// Degrees about the vertical axis of the view, and towards its top.
    void orbit(double right, double up);
    /// Moves the map so that what was at `from` lies at `to` (logical px in `size`).
    void pan(QPointF from, QPointF to, QSize size);
    /// Nearer for factors above 1, keeping what is at `at`.
    void zoom(double factor, QPointF at, QSize size);
    [[nodiscard]] Projection projection(QSize size) const;
    /// The three axes of the coordinates as the camera sees them: x right, y down, unit length.
    [[nodiscard]] std::array<QPointF, 3> axes() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
