// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

namespace winnow::ui {

/// The one thread in which VTK draws, for all views: no frame holds the window's thread, and one
/// thread alone uses what VTK shares. Where OpenGL works in the window's thread only, that one.
class DrawingThread {
public:
    /// Ends with the last that holds it.
    [[nodiscard]] static std::shared_ptr<DrawingThread> instance();
    ~DrawingThread();

    /// Tasks are done in their order.
    void run(const std::function<void()>& task);
    void runAndWait(const std::function<void()>& task);

private:
    DrawingThread();

    QThread m_thread;
    QObject m_worker;
};

}  // namespace winnow::ui
