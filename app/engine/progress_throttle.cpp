// SPDX-License-Identifier: Apache-2.0
#include "app/engine/progress_throttle.h"

#include <utility>

namespace winnow::app {

std::vector<Progress> ProgressThrottle::flush() {
    std::vector<Progress> shown;
    for (auto& [name, stage] : m_stages)
        if (auto held = std::exchange(stage.held, std::nullopt)) shown.push_back(std::move(*held));
    return shown;
}

std::vector<Progress> ProgressThrottle::add(std::string_view name,
                                            std::int64_t done,
                                            std::int64_t total,
                                            Clock::time_point now) {
    const bool isNew = !m_stages.contains(name);
    auto shown = isNew ? flush() : std::vector<Progress>{};
    auto& stage = m_stages.try_emplace(std::string(name), Stage{done, done, now, {}}).first->second;
    if (done < stage.lastDone) stage = {done, done, now, {}};
    stage.lastDone = done;

    Progress progress{std::string(name), done, total};
    progress.secondsSpent = std::chrono::duration<double>(now - stage.start).count();
    if (total > 0 && done > stage.firstDone)
        progress.secondsLeft = progress.secondsSpent * static_cast<double>(total - done) /
                               static_cast<double>(done - stage.firstDone);
    if (!isNew && now - m_shown < m_interval) {
        stage.held = std::move(progress);
        return shown;
    }
    stage.held.reset();
    m_shown = now;
    shown.push_back(std::move(progress));
    return shown;
}

}  // namespace winnow::app
