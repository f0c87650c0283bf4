// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

#include <memory>

class vtkRenderWindow;

namespace winnow::ui {

/// The VTK side of the matrix: one picture, its pixels unsmoothed. Of the drawing thread once it
/// is made.
class MatrixScene {
public:
    explicit MatrixScene(vtkRenderWindow* window);
    ~MatrixScene();

    /// `picture` (RGB32, row 0 on top) fills `where` of a view of `size`, in px, y down.
    void setPicture(const QImage& picture, const QRectF& where, QSize size);
    void setBackground(const QColor& colour);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
