// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/map_camera.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/theme.h"

#include <memory>
#include <optional>
#include <vector>

class vtkRenderWindow;

namespace winnow::ui {

/// How a point of the map is drawn.
enum class PointLook : std::uint8_t {
    Hidden,
    Dimmed,  ///< small, in `edge`, behind all others
    Marked,  ///< its class's mark
};

/// One entry a point each.
struct MapLooks {
    std::vector<PointLook> looks;
    std::vector<int> slots;  ///< of its class, -1 none
    std::vector<bool> rings;
};

/// [n,3] as unitCoordinates makes them.
using MapPoints = std::shared_ptr<const std::vector<float>>;

/// What differs from the frame before.
struct MapChange {
    MapPoints points;  ///< null: the same
    std::optional<MapLooks> looks;
    std::optional<Theme> theme;
    double pixels = 1;  ///< device pixels in a logical one; looked at with `theme`
    MapCamera camera;
};

/// The VTK side of the map: two layers of point sprites under one camera. Of the drawing thread
/// once it is made.
class MapScene {
public:
    explicit MapScene(vtkRenderWindow* window);
    ~MapScene();

    void apply(const MapChange& change);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
