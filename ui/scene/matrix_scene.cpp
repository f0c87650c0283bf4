// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_scene.h"

#include <vtkCamera.h>
#include <vtkImageData.h>
#include <vtkImageProperty.h>
#include <vtkImageSlice.h>
#include <vtkImageSliceMapper.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <algorithm>

namespace winnow::ui {

struct MatrixScene::Impl {
    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkImageData> data;
    vtkNew<vtkImageSliceMapper> mapper;
    vtkNew<vtkImageSlice> slice;
};

MatrixScene::MatrixScene(vtkRenderWindow* window) : m_impl(std::make_unique<Impl>()) {
    m_impl->data->SetDimensions(1, 1, 1);
    m_impl->data->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    m_impl->mapper->SetInputData(m_impl->data);
    m_impl->mapper->SetSliceNumber(0);
    m_impl->mapper->BorderOn();  // whole pixels at the edges, not half ones
    m_impl->slice->SetMapper(m_impl->mapper);
    m_impl->slice->GetProperty()->SetInterpolationTypeToNearest();
    m_impl->slice->VisibilityOff();
    m_impl->renderer->AddViewProp(m_impl->slice);
    m_impl->renderer->GetActiveCamera()->ParallelProjectionOn();
    m_impl->renderer->InteractiveOff();
    window->AddRenderer(m_impl->renderer);
}

MatrixScene::~MatrixScene() = default;

void MatrixScene::setPicture(const QImage& picture, const QRectF& where, QSize size) {
    m_impl->slice->SetVisibility(picture.isNull() ? 0 : 1);
    if (picture.isNull()) return;
    m_impl->data->SetDimensions(picture.width(), picture.height(), 1);
    m_impl->data->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    auto* target = static_cast<unsigned char*>(m_impl->data->GetScalarPointer());
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x) {
            *target++ = static_cast<unsigned char>(qRed(line[x]));
            *target++ = static_cast<unsigned char>(qGreen(line[x]));
            *target++ = static_cast<unsigned char>(qBlue(line[x]));
        }
    }
    const double width = where.width() / picture.width();
    const double height = where.height() / picture.height();
    m_impl->data->SetSpacing(width, height, 1);
    m_impl->data->SetOrigin(where.left() + width / 2, where.top() + height / 2, 0);
    m_impl->data->Modified();

    // World coordinates are the view's pixels, y down: looked at from behind with y turned over.
    auto* camera = m_impl->renderer->GetActiveCamera();
    const double x = size.width() / 2.0, y = size.height() / 2.0;
    camera->SetFocalPoint(x, y, 0);
    camera->SetPosition(x, y, -10);
    camera->SetViewUp(0, -1, 0);
    camera->SetParallelScale(std::max(1.0, y));
    camera->SetClippingRange(1, 100);
}

void MatrixScene::setBackground(const QColor& colour) {
    m_impl->renderer->SetBackground(colour.redF(), colour.greenF(), colour.blueF());
}

}  // namespace winnow::ui
