// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace winnow::ui {

/// Calculates outside the window's thread. Only the answer to the newest question is delivered, in
/// the thread of this object; what waits behind a newer question is never begun.
class Background : public QObject {
public:
    explicit Background(QObject* parent = nullptr) : QObject(parent) {
        m_pool.setMaxThreadCount(1);
    }
    ~Background() override {
        m_pool.clear();
        m_pool.waitForDone();
    }

    /// work() runs elsewhere and must hold what it reads; done(result) follows here.
    template <typename Work, typename Done>
    void run(Work work, Done done) {
        const int question = ++m_newest;
        m_pool.clear();
        m_pool.start([this, question, work = std::move(work), done = std::move(done)]() mutable {
            auto result = std::make_shared<decltype(work())>(work());
            QMetaObject::invokeMethod(
                this,
                [this, question, result, done = std::move(done)]() mutable {
                    if (question == m_newest) done(std::move(*result));
                },
                Qt::QueuedConnection);
        });
    }

    /// Nobody wants the answer any more.
    void forget() { ++m_newest; }

private:
    QThreadPool m_pool;
    int m_newest = 0;
};

}  // namespace winnow::ui
