// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_scene.h"

#include "ui/scene/mark_shader.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>

#include <array>
#include <cmath>

namespace winnow::ui {
namespace {

/// How large marks are drawn, in px: the more samples in sight, the smaller, so that they do not
/// bury each other. The smallest are plain squares: no shape could be told.
struct MarkSizes {
    double mark, dimmed, ring;
    bool plain;
};
constexpr std::array<MarkSizes, 3> kMarkSizes{
    MarkSizes{7, 4, 13, false}, MarkSizes{5, 3, 9, false}, MarkSizes{3, 2, 5, true}};
constexpr double kManyInSight = 6000, kVeryManyInSight = 20000;

const MarkSizes& sizesFor(double inSight) {
    if (inSight > kVeryManyInSight) return kMarkSizes[2];
    return kMarkSizes[inSight > kManyInSight ? 1 : 0];
}

constexpr int kRingGroup = kClassSlots + 1;  // after the slots and those without one

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

}  // namespace

struct MapScene::Impl {
    vtkNew<vtkRenderer> behind, front;
    vtkNew<vtkCamera> camera;
    vtkNew<vtkPoints> vtkCoordinates;
    MapPoints points;
    Group dimmed;
    std::array<Group, kClassSlots + 2> groups;  // slots, without slot, rings
    double drawn = 0;                           // points that are not hidden
    const MarkSizes* sizes = nullptr;           // of the styles now
    Theme theme;
    double pixels = 1;

    void setPoints(const MapPoints& wanted);
    void setLooks(const MapLooks& wanted);
    void style(const MarkSizes& wanted);
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
}

MapScene::~MapScene() = default;

void MapScene::apply(const MapChange& change) {
    change.camera.applyTo(m_impl->camera);
    if (change.points) m_impl->setPoints(change.points);
    if (change.looks) m_impl->setLooks(*change.looks);
    if (change.theme) {
        const QColor& well = change.theme->well;
        m_impl->behind->SetBackground(well.redF(), well.greenF(), well.blueF());
        m_impl->theme = *change.theme;
        m_impl->pixels = change.pixels;
        m_impl->sizes = nullptr;
    }
    // Seen from nearer, the same angle holds the fewer.
    const double nearness = change.camera.nearness();
    const MarkSizes& sizes = sizesFor(m_impl->drawn * nearness * nearness);
    if (m_impl->sizes != &sizes) m_impl->style(sizes);
}

void MapScene::Impl::setPoints(const MapPoints& wanted) {
    points = wanted;
    vtkNew<vtkFloatArray> array;
    array->SetNumberOfComponents(3);
    // VTK only reads them.
    array->SetArray(const_cast<float*>(points->data()), static_cast<vtkIdType>(points->size()), 1);
    vtkCoordinates->SetData(array);
    vtkCoordinates->Modified();
}

void MapScene::Impl::setLooks(const MapLooks& wanted) {
    std::vector<vtkIdType> behindAll;
    std::array<std::vector<vtkIdType>, kClassSlots + 2> members;
    drawn = 0;
    for (std::size_t i = 0; i < wanted.looks.size(); ++i) {
        const auto point = static_cast<vtkIdType>(i);
        if (wanted.looks[i] == PointLook::Hidden || std::isnan((*points)[i * 3])) continue;
        ++drawn;
        if (wanted.rings[i]) members[kRingGroup].push_back(point);
        const int slot = wanted.slots[i] < 0 ? kClassSlots : wanted.slots[i];
        if (wanted.looks[i] == PointLook::Dimmed)
            behindAll.push_back(point);
        else
            members[static_cast<std::size_t>(slot)].push_back(point);
    }
    dimmed.show(vtkCoordinates, behindAll);
    for (std::size_t g = 0; g < members.size(); ++g) groups[g].show(vtkCoordinates, members[g]);
}

void MapScene::Impl::style(const MarkSizes& wanted) {
    sizes = &wanted;
    const auto style = [&](MarkShape shape, double size, const QColor& colour) {
        return MarkStyle{shape, size * pixels, colour, theme.well, wanted.plain};
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

}  // namespace winnow::ui
