// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/vtk_view.h"

#include <QEvent>
#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QPainter>
#include <QSurfaceFormat>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>

#include <utility>

namespace winnow::ui {
namespace {

/// What VTK's OpenGL2 back end asks for. No multisampling: marks smooth their own edges.
QSurfaceFormat surfaceFormat() {
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);
    format.setStencilBufferSize(8);
    format.setSamples(0);
    return format;
}

}  // namespace

/// Qt repaints it with the view under it, since it is see-through.
class VtkView::Overlay : public QWidget {
public:
    explicit Overlay(VtkView* view) : QWidget(view), m_view(view) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        m_view->paintOverlay(painter);
    }

private:
    VtkView* m_view;
};

struct VtkView::Impl {
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkCallbackCommand> makeCurrent, isCurrent;
    const Theme* otherTheme = nullptr;
    Overlay* overlay = nullptr;
};

VtkView::VtkView(QWidget* parent) : QOpenGLWidget(parent), m_impl(std::make_unique<Impl>()) {
    setFormat(surfaceFormat());
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_impl->overlay = new Overlay(this);

    auto* window = m_impl->window.Get();
    window->SetOwnContext(0);
    window->SetReadyForRendering(false);
    window->SetFrameBlitModeToNoBlit();
    window->SetMultiSamples(0);
    m_impl->makeCurrent->SetClientData(this);
    m_impl->makeCurrent->SetCallback([](vtkObject*, unsigned long, void* view, void*) {
        // QOpenGLWidget::makeCurrent() binds its framebuffer behind VTK's back, so only when
        // needed.
        auto* widget = static_cast<VtkView*>(view);
        if (QOpenGLContext::currentContext() != widget->context()) widget->makeCurrent();
    });
    m_impl->isCurrent->SetClientData(this);
    m_impl->isCurrent->SetCallback([](vtkObject*, unsigned long, void* view, void* answer) {
        const auto* context = static_cast<VtkView*>(view)->context();
        *static_cast<bool*>(answer) =
            context != nullptr && QOpenGLContext::currentContext() == context;
    });
    window->AddObserver(vtkCommand::WindowMakeCurrentEvent, m_impl->makeCurrent);
    window->AddObserver(vtkCommand::WindowIsCurrentEvent, m_impl->isCurrent);
}

VtkView::~VtkView() {
    // Subclasses' actors are gone by now; what VTK keeps of them in the context goes with it.
    releaseGraphics();
    if (context() != nullptr) context()->disconnect(this);
    m_impl->window->RemoveObserver(m_impl->makeCurrent);
    m_impl->window->RemoveObserver(m_impl->isCurrent);
}

QImage VtkView::image(const Theme* otherTheme) {
    m_impl->otherTheme = otherTheme;
    if (otherTheme != nullptr) coloursChanged();
    QImage result = grabFramebuffer();
    QPainter painter(&result);
    painter.setRenderHint(QPainter::Antialiasing);
    paintOverlay(painter);
    painter.end();
    m_impl->otherTheme = nullptr;
    if (otherTheme != nullptr) {
        coloursChanged();
        update();
    }
    return result;
}

vtkRenderWindow* VtkView::renderWindow() const { return m_impl->window.Get(); }

const Theme& VtkView::colours() const {
    return m_impl->otherTheme != nullptr ? *m_impl->otherTheme : theme();
}

void VtkView::releaseGraphics() {
    if (context() == nullptr || !m_impl->window->GetReadyForRendering()) return;
    makeCurrent();
    m_impl->window->Finalize();
    m_impl->window->SetReadyForRendering(false);
    doneCurrent();
}

void VtkView::initializeGL() {
    // A widget that moves to another window gets another context.
    connect(context(),
            &QOpenGLContext::aboutToBeDestroyed,
            this,
            &VtkView::releaseGraphics,
            Qt::UniqueConnection);
    m_impl->window->SetReadyForRendering(true);
    m_impl->window->SetForceMaximumHardwareLineWidth(1);
    m_impl->window->OpenGLInitContext();
}

void VtkView::resizeGL(int, int) {
    m_impl->overlay->resize(size());
    const qreal ratio = devicePixelRatioF();
    m_impl->window->SetSize(qRound(width() * ratio), qRound(height() * ratio));
}

void VtkView::paintGL() {
    prepareScene();
    auto* window = m_impl->window.Get();
    vtkOpenGLState* state = window->GetState();
    state->Reset();  // Qt has changed what VTK remembers
    state->Push();
    state->vtkglDepthFunc(GL_LEQUAL);
    window->Render();
    state->Pop();

    // VTK has drawn into a framebuffer of its own; Qt's changes under it with each resize.
    QOpenGLExtraFunctions* gl = context()->extraFunctions();
    const int w = window->GetSize()[0], h = window->GetSize()[1];
    gl->glBindFramebuffer(GL_READ_FRAMEBUFFER, window->GetDisplayFramebuffer()->GetFBOIndex());
    gl->glReadBuffer(GL_COLOR_ATTACHMENT0);
    gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
    gl->glDisable(GL_SCISSOR_TEST);
    gl->glBlitFramebuffer(0, 0, w, h, 0, 0, w, h, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    // VTK leaves its background transparent; the window would show through.
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0, 0, 0, 1);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

void VtkView::changeEvent(QEvent* event) {
    QOpenGLWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        coloursChanged();
        update();
    }
}

}  // namespace winnow::ui
