// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_points.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {

std::vector<float> unitCoordinates(std::span<const float> coordinates, std::int64_t dimensions) {
    if (dimensions < 1) return {};
    const auto d = static_cast<std::size_t>(dimensions);
    const std::size_t n = coordinates.size() / d;
    const std::size_t used = std::min<std::size_t>(d, 3);
    std::array<double, 3> mean{};
    std::size_t whole = 0;
    const auto isWhole = [&](std::size_t i) {
        return std::all_of(&coordinates[i * d], &coordinates[i * d] + used, [](float v) {
            return std::isfinite(v);
        });
    };
    for (std::size_t i = 0; i < n; ++i) {
        if (!isWhole(i)) continue;
        ++whole;
        for (std::size_t k = 0; k < used; ++k) mean[k] += coordinates[i * d + k];
    }
    if (whole > 0)
        for (double& m : mean) m /= static_cast<double>(whole);

    double furthest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (!isWhole(i)) continue;
        double square = 0;
        for (std::size_t k = 0; k < used; ++k) {
            const double offset = coordinates[i * d + k] - mean[k];
            square += offset * offset;
        }
        furthest = std::max(furthest, square);
    }
    const double scale = furthest > 0 ? 1 / std::sqrt(furthest) : 0;
    std::vector<float> unit(n * 3, 0.0F);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < used; ++k)
            unit[i * 3 + k] = isWhole(i)
                                  ? static_cast<float>((coordinates[i * d + k] - mean[k]) * scale)
                                  : std::numeric_limits<float>::quiet_NaN();
    return unit;
}

Projection::Point Projection::operator()(const float* xyz) const {
    const auto row = [&](std::size_t r) {
        return matrix[r * 4] * xyz[0] + matrix[r * 4 + 1] * xyz[1] + matrix[r * 4 + 2] * xyz[2] +
               matrix[r * 4 + 3];
    };
    const double w = row(3);
    Point point;
    if (!(w > 0)) return point;  // behind the camera, or NaN
    const double x = row(0) / w, y = row(1) / w;
    point.at = {(x + 1) / 2 * size.width(), (1 - y) / 2 * size.height()};
    point.depth = row(2) / w;
    point.seen = std::abs(x) <= 1 && std::abs(y) <= 1 && std::abs(point.depth) <= 1;
    return point;
}

std::vector<Projection::Point> projected(std::span<const float> points,
                                         const Projection& projection) {
    std::vector<Projection::Point> result(points.size() / 3);
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = projection(&points[i * 3]);
    return result;
}

std::vector<std::int64_t> pointsInside(const std::vector<Projection::Point>& points,
                                       const QPainterPath& shape,
                                       QSize size) {
    // One look-up a point, however many corners the shape has.
    QImage mask(size.expandedTo({1, 1}), QImage::Format_Grayscale8);
    mask.fill(Qt::black);
    QPainter painter(&mask);
    painter.fillPath(shape, Qt::white);
    painter.end();
    std::vector<std::int64_t> inside;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPoint at(static_cast<int>(std::floor(points[i].at.x())),
                        static_cast<int>(std::floor(points[i].at.y())));
        if (points[i].seen && mask.rect().contains(at) && mask.constScanLine(at.y())[at.x()] > 127)
            inside.push_back(static_cast<std::int64_t>(i));
    }
    return inside;
}

}  // namespace winnow::ui
