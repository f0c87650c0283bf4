// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/drawing_thread.h"

#include <QOpenGLContext>

namespace winnow::ui {

std::shared_ptr<DrawingThread> DrawingThread::instance() {
    static std::weak_ptr<DrawingThread> running;
    if (auto there = running.lock()) return there;
    const std::shared_ptr<DrawingThread> made(new DrawingThread);
    running = made;
    return made;
}

DrawingThread::DrawingThread() {
    if (!QOpenGLContext::supportsThreadedOpenGL()) return;
    m_thread.setObjectName(QStringLiteral("drawing"));
    m_worker.moveToThread(&m_thread);
    m_thread.start();
}

DrawingThread::~DrawingThread() {
    m_thread.quit();
    m_thread.wait();
}

void DrawingThread::run(const std::function<void()>& task) {
    QMetaObject::invokeMethod(
        &m_worker, task, m_thread.isRunning() ? Qt::QueuedConnection : Qt::DirectConnection);
}

void DrawingThread::runAndWait(const std::function<void()>& task) {
    QMetaObject::invokeMethod(
        &m_worker,
        task,
        m_thread.isRunning() ? Qt::BlockingQueuedConnection : Qt::DirectConnection);
}

}  // namespace winnow::ui
