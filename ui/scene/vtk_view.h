// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QImage>
#include <QWidget>

#include <functional>
#include <memory>

class QPainter;
class vtkRenderWindow;

namespace winnow::ui {

/// VTK inside Qt: a plain widget that shows the picture a vtkGenericOpenGLRenderWindow draws off
/// the screen in the DrawingThread, with text and marks painted over it. Not a QOpenGLWidget: one
/// of those has the whole window put together by OpenGL, which in software costs every page tens of
/// milliseconds a frame, and it draws in the window's thread.
///
/// Subclasses add renderers to renderWindow(), say in prepareScene() what is to be drawn and paint
/// in paintOverlay(); events are their own. Their destructors call releaseGraphics() first.
class VtkView : public QWidget {
    Q_OBJECT

public:
    explicit VtkView(QWidget* parent = nullptr);
    ~VtkView() override;

    /// What is seen, in device pixels, in another theme where one is given (figures are saved in
    /// the light one). Waits until it is drawn.
    [[nodiscard]] QImage image(const Theme* otherTheme = nullptr);
    /// Whether the picture on the screen is the newest.
    [[nodiscard]] bool isDrawn() const;

Q_SIGNALS:
    /// A new picture is there.
    void drawn();

protected:
    /// By a notch of the wheel, by + and -.
    static constexpr double kZoomPerStep = 1.25;

    [[nodiscard]] vtkRenderWindow* renderWindow() const;
    /// The theme to draw with now.
    [[nodiscard]] const Theme& colours() const;
    /// Waits for the frame that is being drawn and frees what VTK has in its context.
    void releaseGraphics();

    /// Asks for the scene to be drawn anew. update() asks for the overlay over the same picture.
    void updateScene();
    /// Called for each frame in the window's thread; what it returns is done in the drawing thread,
    /// before the frame: the only place where the scene may be touched. It holds copies.
    [[nodiscard]] virtual std::function<void()> prepareScene() = 0;
    /// Over each frame, in logical pixels, antialiased.
    virtual void paintOverlay(QPainter& painter) = 0;
    /// What depends on colours() and is not made in every prepareScene() is to be made again.
    virtual void coloursChanged() {}

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Impl;

    void paint(QPainter& painter, const QImage& picture);
    void coloursUpdated();
    void startDrawing();
    void take(const QImage& picture);

    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
