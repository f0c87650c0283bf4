// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <signal.h>
#include <stop_token>
#include <thread>

namespace winnow::app {

/// While it lives, SIGINT, SIGTERM and SIGHUP ask the work to stop. Work that has not stopped
/// after 1.5 s, or is asked a second time, is left where it is: `lastWords` is called and the
/// process exits with code 3. Everything a job has finished by then is on disk, and the same
/// command goes on from there.
///
/// Make it before any other thread, so that all threads inherit its signal mask, which stays: the
/// process ends soon after.
class StopSignals {
public:
    explicit StopSignals(std::function<void()> lastWords);
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    void watch();

    std::function<void()> m_lastWords;
    std::stop_source m_source;
    sigset_t m_signals{};
    std::atomic<bool> m_over = false;
    std::thread m_watcher;
};

}  // namespace winnow::app
