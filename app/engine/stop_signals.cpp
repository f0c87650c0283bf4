// SPDX-License-Identifier: Apache-2.0
#include "app/engine/stop_signals.h"

#include "engine/store/error.h"

#include <cerrno>
#include <ctime>
#include <pthread.h>
#include <unistd.h>
#include <utility>

namespace winnow::app {
namespace {

constexpr timespec kPatience{1, 500'000'000};

/// nohup asks for SIGHUP to be ignored. A shell that starts a job in the background asks the same
/// for SIGINT, but there the person who sends one means it.
bool isIgnored(int signal) {
    struct sigaction action {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> lastWords) : m_lastWords(std::move(lastWords)) {
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    if (!isIgnored(SIGHUP)) sigaddset(&m_signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    m_watcher = std::thread(&StopSignals::watch, this);
}

StopSignals::~StopSignals() {
    m_over = true;
    pthread_kill(m_watcher.native_handle(), SIGTERM);
    m_watcher.join();
}

void StopSignals::watch() {
    int signal = 0;
    while (sigwait(&m_signals, &signal) != 0) {
    }
    if (m_over) return;
    m_source.request_stop();
    while (sigtimedwait(&m_signals, nullptr, &kPatience) < 0 && errno == EINTR) {
    }
    if (m_over) return;
    m_lastWords();
    _exit(exit_code::kCancelled);
}

}  // namespace winnow::app
