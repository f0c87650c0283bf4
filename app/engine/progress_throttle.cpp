// SPDX-License-Identifier: Apache-2.0
#include "app/engine/progress_throttle.h"

#include <utility>

namespace winnow::app {

std::optional<Progress> ProgressThrottle::leaving(std::string_view stage) {
    return m_begun && m_stage != stage ? flush() : std::nullopt;
}

std::optional<Progress> ProgressThrottle::flush() {
    auto held = std::exchange(m_held, std::nullopt);
    if (held) held->last = true;
    return held;
}

void ProgressThrottle::begin(std::string_view stage, std::int64_t done, Clock::time_point now) {
    m_stage = stage;
    m_begun = true;
    m_firstDone = done;
    m_start = now;
    m_shown = now - m_interval;
}

std::optional<Progress> ProgressThrottle::add(std::string_view stage,
                                              std::int64_t done,
                                              std::int64_t total,
                                              Clock::time_point now) {
    if (!m_begun || m_stage != stage || done < m_firstDone) begin(stage, done, now);
    Progress progress{m_stage, done, total};
    progress.secondsSpent = std::chrono::duration<double>(now - m_start).count();
    progress.last = total > 0 && done >= total;
    if (total > 0 && done > m_firstDone)
        progress.secondsLeft = progress.secondsSpent * static_cast<double>(total - done) /
                               static_cast<double>(done - m_firstDone);
    if (!progress.last && now - m_shown < m_interval) {
        m_held = std::move(progress);
        return std::nullopt;
    }
    m_held.reset();
    m_shown = now;
    return progress;
}

}  // namespace winnow::app
