// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_scene.h"

#include "ui/scene/mark_shader.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace winnow::ui {
namespace {

/// How large marks are drawn, in px: the more samples in sight, the smaller, so that they do not
/// bury each other. The smallest are discs: no shape could be told.
struct MarkSizes {
    double mark, dimmed, ring;
    bool shaped;
};
constexpr std::array<MarkSizes, 3> kMarkSizes{
    MarkSizes{7, 4, 13, true}, MarkSizes{5, 3, 9, true}, MarkSizes{3, 2, 5, false}};
constexpr double kManyInSight = 6000, kVeryManyInSight = 20000;

const MarkSizes& sizesFor(double inSight) {
    if (inSight > kVeryManyInSight) return kMarkSizes[2];
    return kMarkSizes[inSight > kManyInSight ? 1 : 0];
}

constexpr double kViewAngle = 30;  // degrees
const double kFitDistance = 1.05 / std::sin(kViewAngle / 2 * 3.14159265358979 / 180);
constexpr double kNearest = 0.05, kFurthest = 20;  // distances of the camera, in map radii
constexpr int kRingGroup = kClassSlots + 1;        // after the slots and those without one

/// Points drawn alike: one actor.
struct Group {
    vtkNew<vtkPolyData> data;
    vtkNew<vtkPolyDataMapper> mapper;
    vtkNew<vtkActor> actor;
    std::vector<vtkIdType> shown;
    vtkMTimeType pointsTime = 0;

    Group() {
        mapper->SetInputData(data);
        mapper->ScalarVisibilityOff();
        actor->SetMapper(mapper);
        actor->GetProperty()->LightingOff();
        actor->GetProperty()->SetRepresentationToPoints();
    }

    /// What is shown already is not uploaded again: a new selection changes the rings alone.
    void show(vtkPoints* points, const std::vector<vtkIdType>& members) {
        if (points->GetMTime() == pointsTime && members == shown) return;
        pointsTime = points->GetMTime();
        shown = members;
        vtkNew<vtkCellArray> cells;
        cells->AllocateExact(static_cast<vtkIdType>(members.size()),
                             static_cast<vtkIdType>(members.size()));
        for (const vtkIdType i : members) cells->InsertNextCell(1, &i);
        data->SetPoints(points);
        data->SetVerts(cells);
        data->Modified();
        actor->SetVisibility(members.empty() ? 0 : 1);
    }

    void style(const MarkStyle& style) {
        actor->GetProperty()->SetPointSize(static_cast<float>(spriteSize(style)));
        auto* shader = actor->GetShaderProperty();
        shader->ClearAllFragmentShaderReplacements();
        shader->AddFragmentShaderReplacement(
            "//VTK::Light::Dec", true, "//VTK::Light::Dec\n" + markShaderFunctions(), false);
        shader->AddFragmentShaderReplacement(
            "//VTK::Light::Impl", true, "//VTK::Light::Impl\n" + markShader(style), false);
    }
};

std::array<double, 3> cross(const double a[3], const double b[3]) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

}  // namespace

struct MapScene::Impl {
    vtkNew<vtkRenderer> behind, front;
    vtkNew<vtkCamera> camera;
    vtkNew<vtkPoints> vtkCoordinates;
    std::vector<float> points;
    Group dimmed;
    std::array<Group, kClassSlots + 2> groups;  // slots, without slot, rings
    double drawn = 0;                           // points that are not hidden
    const MarkSizes* sizes = nullptr;           // of the styles now
    Theme theme;
    double pixels = 1;

    void style(const MarkSizes& wanted) {
        sizes = &wanted;
        const auto style = [&](MarkShape shape, double size, const QColor& colour) {
            return MarkStyle{
                wanted.shaped ? shape : MarkShape::Disc, size * pixels, colour, theme.well};
        };
        dimmed.style(style(MarkShape::Disc, wanted.dimmed, theme.edge));
        for (int slot = 0; slot < kClassSlots; ++slot)
            groups[static_cast<std::size_t>(slot)].style(
                style(static_cast<MarkShape>(slot),
                      wanted.mark,
                      theme.classes[static_cast<std::size_t>(slot)]));
        groups[kClassSlots].style(style(MarkShape::Disc, wanted.mark, theme.edge));
        groups[kRingGroup].style(style(MarkShape::Disc, wanted.ring, theme.accent));
    }
    /// After points, camera or theme have changed.
    void chooseSizes() {
        // Seen from nearer, the same angle holds the fewer.
        const double nearness = std::min(1.0, camera->GetDistance() / kFitDistance);
        const MarkSizes& wanted = sizesFor(drawn * nearness * nearness);
        if (sizes != nullptr && sizes != &wanted) style(wanted);
    }

    /// World units of one pixel at the focal point.
    double unitsPerPixel(QSize size) const {
        return 2 * camera->GetDistance() * std::tan(kViewAngle / 2 * 3.14159265358979 / 180) /
               std::max(1, size.height());
    }
    /// Moves camera and focal point by (right, up) in world units.
    void shift(double right, double up) {
        double position[3], focal[3], viewUp[3], forward[3];
        camera->GetPosition(position);
        camera->GetFocalPoint(focal);
        camera->GetViewUp(viewUp);
        camera->GetDirectionOfProjection(forward);
        const auto side = cross(forward, viewUp);
        for (int k = 0; k < 3; ++k) {
            const double step = right * side[static_cast<std::size_t>(k)] + up * viewUp[k];
            position[k] += step;
            focal[k] += step;
        }
        camera->SetPosition(position);
        camera->SetFocalPoint(focal);
    }
    void cameraMoved() {
        camera->OrthogonalizeViewUp();
        camera->SetClippingRange(kNearest / 10, camera->GetDistance() + kFurthest);
        chooseSizes();
    }
};

MapScene::MapScene(vtkRenderWindow* window) : m_impl(std::make_unique<Impl>()) {
    window->SetNumberOfLayers(2);
    m_impl->front->SetLayer(1);
    for (vtkRenderer* renderer : {m_impl->behind.Get(), m_impl->front.Get()}) {
        renderer->SetActiveCamera(m_impl->camera);
        renderer->InteractiveOff();
        window->AddRenderer(renderer);
    }
    m_impl->behind->AddActor(m_impl->dimmed.actor);
    m_impl->front->AddActor(m_impl->groups[kRingGroup].actor);
    for (int i = 0; i < kRingGroup; ++i)
        m_impl->front->AddActor(m_impl->groups[static_cast<std::size_t>(i)].actor);
    m_impl->camera->SetViewAngle(kViewAngle);
    fit();
}

MapScene::~MapScene() = default;

void MapScene::setPoints(std::vector<float> points) {
    m_impl->points = std::move(points);
    vtkNew<vtkFloatArray> array;
    array->SetNumberOfComponents(3);
    array->SetArray(m_impl->points.data(), static_cast<vtkIdType>(m_impl->points.size()), 1);
    m_impl->vtkCoordinates->SetData(array);
    m_impl->vtkCoordinates->Modified();
}

std::span<const float> MapScene::points() const { return m_impl->points; }

void MapScene::setLooks(const std::vector<PointLook>& looks,
                        const std::vector<int>& slots,
                        const std::vector<bool>& rings) {
    std::vector<vtkIdType> dimmed;
    std::array<std::vector<vtkIdType>, kClassSlots + 2> members;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const auto point = static_cast<vtkIdType>(i);
        if (looks[i] == PointLook::Hidden || std::isnan(m_impl->points[i * 3])) continue;
        if (rings[i]) members[kRingGroup].push_back(point);
        if (looks[i] == PointLook::Dimmed)
            dimmed.push_back(point);
        else
            members[static_cast<std::size_t>(slots[i] < 0 ? kClassSlots : slots[i])].push_back(
                point);
    }
    m_impl->drawn =
        static_cast<double>(dimmed.size()) - static_cast<double>(members[kRingGroup].size());
    for (const auto& group : members) m_impl->drawn += static_cast<double>(group.size());
    m_impl->chooseSizes();
    m_impl->dimmed.show(m_impl->vtkCoordinates, dimmed);
    for (std::size_t g = 0; g < members.size(); ++g)
        m_impl->groups[g].show(m_impl->vtkCoordinates, members[g]);
}

void MapScene::setColours(const Theme& theme, double pixels) {
    m_impl->behind->SetBackground(theme.well.redF(), theme.well.greenF(), theme.well.blueF());
    m_impl->theme = theme;
    m_impl->pixels = pixels;
    m_impl->style(m_impl->sizes != nullptr ? *m_impl->sizes : kMarkSizes.front());
    m_impl->chooseSizes();
}

void MapScene::fit() {
    auto* camera = m_impl->camera.Get();
    camera->SetFocalPoint(0, 0, 0);
    camera->SetPosition(0, 0, kFitDistance);
    camera->SetViewUp(0, 1, 0);
    m_impl->cameraMoved();
}

void MapScene::orbit(double right, double up) {
    m_impl->camera->Azimuth(-right);
    m_impl->camera->Elevation(-up);
    m_impl->cameraMoved();
}

void MapScene::pan(QPointF from, QPointF to, QSize size) {
    const double units = m_impl->unitsPerPixel(size);
    m_impl->shift((from.x() - to.x()) * units, (to.y() - from.y()) * units);
    m_impl->cameraMoved();
}

void MapScene::zoom(double factor, QPointF at, QSize size) {
    const double distance = m_impl->camera->GetDistance();
    factor = distance / std::clamp(distance / factor, kNearest, kFurthest);
    // What lies under the pointer in the focal plane stays there.
    const QPointF offset = at - QPointF(size.width(), size.height()) / 2;
    const double units = m_impl->unitsPerPixel(size) * (1 - 1 / factor);
    m_impl->shift(offset.x() * units, -offset.y() * units);
    m_impl->camera->Dolly(factor);
    m_impl->cameraMoved();
}

Projection MapScene::projection(QSize size) const {
    Projection projection;
    projection.size = size;
    const double aspect = static_cast<double>(size.width()) / std::max(1, size.height());
    const vtkMatrix4x4* matrix =
        m_impl->camera->GetCompositeProjectionTransformMatrix(aspect, -1, 1);
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 4; ++c)
            projection.matrix[static_cast<std::size_t>(r * 4 + c)] = matrix->GetElement(r, c);
    return projection;
}

std::array<QPointF, 3> MapScene::axes() const {
    const vtkMatrix4x4* view = m_impl->camera->GetModelViewTransformMatrix();
    std::array<QPointF, 3> axes;
    for (int k = 0; k < 3; ++k)
        axes[static_cast<std::size_t>(k)] = {view->GetElement(0, k), -view->GetElement(1, k)};
    return axes;
}

}  // namespace winnow::ui
