// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_camera.h"

#include <vtkCamera.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace winnow::ui {
namespace {

constexpr double kViewAngle = 30;  // degrees
constexpr double kHalfAngle = kViewAngle / 2 * std::numbers::pi / 180;
const double kFitDistance = 1.05 / std::sin(kHalfAngle);
constexpr double kNearest = 0.05, kFurthest = 20;  // distances of the camera, in map radii

std::array<double, 3> cross(const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

}  // namespace

MapCamera::MapCamera() : m_position{0, 0, kFitDistance} {}

void MapCamera::applyTo(vtkCamera* camera) const {
    camera->SetViewAngle(kViewAngle);
    camera->SetPosition(m_position.data());
    camera->SetFocalPoint(m_focal.data());
    camera->SetViewUp(m_up.data());
    camera->SetClippingRange(kNearest / 10, distance() + kFurthest);
}

void MapCamera::take(vtkCamera* camera) {
    camera->OrthogonalizeViewUp();
    camera->GetPosition(m_position.data());
    camera->GetFocalPoint(m_focal.data());
    camera->GetViewUp(m_up.data());
}

void MapCamera::orbit(double right, double up) {
    vtkNew<vtkCamera> camera;
    applyTo(camera);
    camera->Azimuth(-right);
    camera->Elevation(-up);
    take(camera);
}

void MapCamera::pan(QPointF from, QPointF to, QSize size) {
    const double units = unitsPerPixel(size);
    shift((from.x() - to.x()) * units, (to.y() - from.y()) * units);
}

void MapCamera::zoom(double factor, QPointF at, QSize size) {
    factor = distance() / std::clamp(distance() / factor, kNearest, kFurthest);
    // What lies under the pointer in the focal plane stays there.
    const QPointF offset = at - QPointF(size.width(), size.height()) / 2;
    const double units = unitsPerPixel(size) * (1 - 1 / factor);
    shift(offset.x() * units, -offset.y() * units);
    for (std::size_t k = 0; k < 3; ++k)
        m_position[k] = m_focal[k] + (m_position[k] - m_focal[k]) / factor;
}

double MapCamera::distance() const {
    return std::hypot(
        m_position[0] - m_focal[0], m_position[1] - m_focal[1], m_position[2] - m_focal[2]);
}

double MapCamera::nearness() const { return std::min(1.0, distance() / kFitDistance); }

double MapCamera::unitsPerPixel(QSize size) const {
    return 2 * distance() * std::tan(kHalfAngle) / std::max(1, size.height());
}

void MapCamera::shift(double right, double up) {
    const double length = distance();
    const auto forward = [&](std::size_t k) { return (m_focal[k] - m_position[k]) / length; };
    const auto side = cross({forward(0), forward(1), forward(2)}, m_up);
    for (std::size_t k = 0; k < 3; ++k) {
        const double step = right * side[k] + up * m_up[k];
        m_position[k] += step;
        m_focal[k] += step;
    }
}

Projection MapCamera::projection(QSize size) const {
    vtkNew<vtkCamera> camera;
    applyTo(camera);
    Projection projection;
    projection.size = size;
    const double aspect = static_cast<double>(size.width()) / std::max(1, size.height());
    const vtkMatrix4x4* matrix = camera->GetCompositeProjectionTransformMatrix(aspect, -1, 1);
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 4; ++c)
            projection.matrix[static_cast<std::size_t>(r * 4 + c)] = matrix->GetElement(r, c);
    return projection;
}

std::array<QPointF, 3> MapCamera::axes() const {
    vtkNew<vtkCamera> camera;
    applyTo(camera);
    const vtkMatrix4x4* view = camera->GetModelViewTransformMatrix();
    std::array<QPointF, 3> axes;
    for (int k = 0; k < 3; ++k)
        axes[static_cast<std::size_t>(k)] = {view->GetElement(0, k), -view->GetElement(1, k)};
    return axes;
}

}  // namespace winnow::ui
