// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QImage>
#include <QOpenGLWidget>

#include <memory>

class QPainter;
class vtkRenderWindow;

namespace winnow::ui {

/// VTK inside Qt: a QOpenGLWidget whose pixels a vtkGenericOpenGLRenderWindow draws, with text
/// and marks painted over them by Qt. Debian's VTK has no Qt 6 module, so this is that module's
/// part we need. Subclasses add renderers to renderWindow(), bring them up to date in
/// prepareScene() and paint in paintOverlay(); events are their own.
class VtkView : public QOpenGLWidget {
    Q_OBJECT

public:
    explicit VtkView(QWidget* parent = nullptr);
    ~VtkView() override;

    /// What is seen, in device pixels, in another theme where one is given (figures are saved in
    /// the light one). Needs a shown or at least sized widget.
    [[nodiscard]] QImage image(const Theme* otherTheme = nullptr);

protected:
    [[nodiscard]] vtkRenderWindow* renderWindow() const;
    /// The theme to draw with now.
    [[nodiscard]] const Theme& colours() const;

    /// Before each frame.
    virtual void prepareScene() = 0;
    /// Over each frame, in logical pixels, antialiased. Not by OpenGL: glyphs that Qt caches in a
    /// context outlive it in Qt Charts' statics, and the program would crash as it ends.
    virtual void paintOverlay(QPainter& painter) = 0;
    /// Everything that depends on colours() is to be made again.
    virtual void coloursChanged() = 0;

    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;
    void changeEvent(QEvent* event) override;

private:
    class Overlay;
    void releaseGraphics();

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
