// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QSize>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

/// Points of a map and where they lie on the screen: plain geometry, no graphics.
namespace winnow::ui {

/// Coordinates [n,d] of an embedding, d >= 1, as [n,3] float32 about the origin with the furthest
/// point at distance 1. Centred and scaled in double, so that points far from the origin keep their
/// distances; dimensions past the third are left out, missing ones are 0. Rows with NaN become NaN.
[[nodiscard]] std::vector<float> unitCoordinates(std::span<const float> coordinates,
                                                 std::int64_t dimensions);

/// Row-major 4 x 4 from world to clip coordinates, and the size of the view in pixels.
struct Projection {
    std::array<double, 16> matrix{};
    QSize size;

    struct Point {
        QPointF at;        ///< px, y down
        double depth = 0;  ///< -1 near to 1 far
        bool seen = false;
    };
    [[nodiscard]] Point operator()(const float* xyz) const;
};

/// Every point of [n,3].
[[nodiscard]] std::vector<Projection::Point> projected(std::span<const float> points,
                                                       const Projection& projection);

/// Index of the seen point nearest to `at` within `radius` px for which `counts(i)`; of equally
/// near ones the front one. -1: none.
template <typename Counts>
[[nodiscard]] std::int64_t nearestPoint(const std::vector<Projection::Point>& points,
                                        QPointF at,
                                        double radius,
                                        const Counts& counts) {
    std::int64_t best = -1;
    double bestDistance = radius * radius;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF offset = points[i].at - at;
        const double distance = QPointF::dotProduct(offset, offset);
        if (!points[i].seen || distance > bestDistance || !counts(i)) continue;
        if (best >= 0 && distance == bestDistance &&
            points[i].depth >= points[static_cast<std::size_t>(best)].depth)
            continue;
        best = static_cast<std::int64_t>(i);
        bestDistance = distance;
    }
    return best;
}

/// Indices of the seen points inside a closed shape (odd-even rule), to the pixel.
[[nodiscard]] std::vector<std::int64_t> pointsInside(const std::vector<Projection::Point>& points,
                                                     const QPainterPath& shape,
                                                     QSize size);

}  // namespace winnow::ui
