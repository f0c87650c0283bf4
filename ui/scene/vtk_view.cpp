// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/vtk_view.h"

#include "ui/scene/drawing_thread.h"

#include <QEvent>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QPainter>
#include <QSurfaceFormat>
#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>

#include <algorithm>

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

/// Rows of OpenGL begin at the bottom, and where nothing was drawn they are transparent.
QImage upright(const QImage& read) {
    QImage picture(read.size(), QImage::Format_RGB32);
    for (int y = 0; y < read.height(); ++y) {
        const auto* from = reinterpret_cast<const QRgb*>(read.constScanLine(read.height() - 1 - y));
        std::transform(from,
                       from + read.width(),
                       reinterpret_cast<QRgb*>(picture.scanLine(y)),
                       [](QRgb pixel) { return pixel | 0xff000000U; });
    }
    return picture;
}

}  // namespace

struct VtkView::Impl {
    // ---- of the window's thread
    std::shared_ptr<DrawingThread> thread = DrawingThread::instance();
    QOffscreenSurface surface;  // made there on every platform
    const Theme* otherTheme = nullptr;
    QImage picture;
    bool wanted = true, drawing = false;
    bool usable = true;  // there is an OpenGL that will do

    // ---- of the drawing thread
    std::unique_ptr<QOpenGLContext> context;
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkCallbackCommand> makeCurrentCommand, isCurrentCommand;

    Impl();
    ~Impl();
    [[nodiscard]] bool isCurrent() const;
    bool makeCurrent();
    [[nodiscard]] bool initialize();
    /// A null picture when there is no OpenGL.
    [[nodiscard]] QImage draw(const std::function<void()>& prepare, QSize pixels);
    [[nodiscard]] QImage read(QSize pixels);
    void release();
};

VtkView::Impl::Impl() {
    surface.setFormat(surfaceFormat());
    surface.create();
    window->SetOwnContext(0);
    window->SetReadyForRendering(false);
    window->SetFrameBlitModeToNoBlit();
    window->SetMultiSamples(0);
    makeCurrentCommand->SetClientData(this);
    makeCurrentCommand->SetCallback([](vtkObject*, unsigned long, void* impl, void*) {
        static_cast<Impl*>(impl)->makeCurrent();
    });
    isCurrentCommand->SetClientData(this);
    isCurrentCommand->SetCallback([](vtkObject*, unsigned long, void* impl, void* answer) {
        *static_cast<bool*>(answer) = static_cast<const Impl*>(impl)->isCurrent();
    });
    window->AddObserver(vtkCommand::WindowMakeCurrentEvent, makeCurrentCommand);
    window->AddObserver(vtkCommand::WindowIsCurrentEvent, isCurrentCommand);
}

VtkView::Impl::~Impl() {
    window->RemoveObserver(makeCurrentCommand);
    window->RemoveObserver(isCurrentCommand);
}

bool VtkView::Impl::isCurrent() const {
    return context && QOpenGLContext::currentContext() == context.get();
}

bool VtkView::Impl::makeCurrent() {
    return isCurrent() || (context && context->makeCurrent(&surface));
}

bool VtkView::Impl::initialize() {
    context = std::make_unique<QOpenGLContext>();
    context->setFormat(surfaceFormat());
    if (!context->create() || !makeCurrent()) {
        context.reset();
        return false;
    }
    window->SetReadyForRendering(true);
    window->SetForceMaximumHardwareLineWidth(1);
    window->OpenGLInitContext();
    window->Render();  // the first one sets VTK's own state, what draw() has set included
    return true;
}

QImage VtkView::Impl::draw(const std::function<void()>& prepare, QSize pixels) {
    const bool ready = context || initialize();
    prepare();  // in any case: what it brings is not brought again
    if (!ready) return {};
    makeCurrent();
    window->SetSize(pixels.width(), pixels.height());
    window->GetState()->vtkglDepthFunc(GL_LEQUAL);  // a mark covers its own ring
    window->Render();
    return read(pixels);
}

QImage VtkView::Impl::read(QSize pixels) {
    QImage read(pixels, QImage::Format_RGB32);
    vtkOpenGLState* state = window->GetState();
    state->PushReadFramebufferBinding();
    window->GetDisplayFramebuffer()->Bind(GL_READ_FRAMEBUFFER);
    window->GetDisplayFramebuffer()->ActivateReadBuffer(0);
    context->functions()->glReadPixels(
        0, 0, pixels.width(), pixels.height(), GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, read.bits());
    state->PopReadFramebufferBinding();
    return upright(read);
}

void VtkView::Impl::release() {
    if (!makeCurrent()) return;
    window->Finalize();
    window->SetReadyForRendering(false);
    context->doneCurrent();
    context.reset();
}

VtkView::VtkView(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

VtkView::~VtkView() { releaseGraphics(); }

void VtkView::releaseGraphics() {
    m_impl->thread->runAndWait([this] { m_impl->release(); });
}

QImage VtkView::image(const Theme* otherTheme) {
    m_impl->otherTheme = otherTheme;
    if (otherTheme != nullptr) coloursChanged();
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = size() * ratio;
    const auto prepare = prepareScene();
    QImage picture;
    m_impl->thread->runAndWait([&] { picture = m_impl->draw(prepare, pixels); });
    picture.setDevicePixelRatio(ratio);
    QImage result(pixels, QImage::Format_RGB32);
    result.setDevicePixelRatio(ratio);
    QPainter painter(&result);
    paint(painter, picture);
    painter.end();
    m_impl->otherTheme = nullptr;
    if (otherTheme != nullptr) coloursChanged();
    updateScene();
    return result;
}

bool VtkView::isDrawn() const { return !m_impl->wanted && !m_impl->drawing; }

vtkRenderWindow* VtkView::renderWindow() const { return m_impl->window.Get(); }

const Theme& VtkView::colours() const {
    return m_impl->otherTheme != nullptr ? *m_impl->otherTheme : theme();
}

void VtkView::updateScene() {
    m_impl->wanted = true;
    update();
}

void VtkView::coloursUpdated() {
    coloursChanged();
    updateScene();
}

void VtkView::startDrawing() {
    m_impl->wanted = false;
    m_impl->drawing = true;
    const qreal ratio = devicePixelRatioF();
    m_impl->thread->run([this, ratio, pixels = size() * ratio, prepare = prepareScene()] {
        QImage picture = m_impl->draw(prepare, pixels);
        picture.setDevicePixelRatio(ratio);
        QMetaObject::invokeMethod(
            this, [this, picture] { take(picture); }, Qt::QueuedConnection);
    });
}

void VtkView::take(const QImage& picture) {
    m_impl->drawing = false;
    m_impl->usable = !picture.isNull();
    m_impl->picture = picture;
    update();  // which starts the next one where more has changed meanwhile
    Q_EMIT drawn();
}

void VtkView::paint(QPainter& painter, const QImage& picture) {
    if (picture.deviceIndependentSize() != QSizeF(size())) painter.fillRect(rect(), colours().well);
    painter.drawImage(QPointF(0, 0), picture);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_impl->usable) return paintOverlay(painter);
    painter.setPen(colours().text2);
    painter.drawText(rect(),
                     Qt::AlignCenter | Qt::TextWordWrap,
                     tr("This view needs OpenGL 3.2, which the graphics driver does not offer. "
                        "Install Mesa's software driver: package libgl1-mesa-dri."));
}

void VtkView::paintEvent(QPaintEvent*) {
    const QImage& picture = m_impl->picture;
    if (!picture.isNull() && picture.devicePixelRatio() != devicePixelRatioF())
        m_impl->wanted = true;
    if (m_impl->wanted && !m_impl->drawing && !size().isEmpty()) startDrawing();
    QPainter painter(this);
    paint(painter, picture);
}

void VtkView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_impl->wanted = true;
}

void VtkView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        coloursUpdated();
}

}  // namespace winnow::ui
