// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::app {

struct Progress {
    std::string stage;
    std::int64_t done = 0, total = 0;
    std::optional<double> secondsLeft{};
    double secondsSpent = 0;  ///< since the stage began; stages may take turns
};

/// Thins progress out to what a reader can use: one report per interval, the first one of every
/// stage, and the last one of every stage when another begins or the work ends. Stages may take
/// turns (an epoch, its evaluation, the next epoch), and a stage may start over.
class ProgressThrottle {
public:
    using Clock = std::chrono::steady_clock;
    explicit ProgressThrottle(Clock::duration interval) : m_interval(interval) {}

    /// What to show now, in this order.
    [[nodiscard]] std::vector<Progress> add(std::string_view stage,
                                            std::int64_t done,
                                            std::int64_t total,
                                            Clock::time_point now);
    /// The reports still held back.
    [[nodiscard]] std::vector<Progress> flush();

private:
    struct Stage {
        std::int64_t firstDone = 0, lastDone = 0;
        Clock::time_point start{};
        std::optional<Progress> held{};
    };

    Clock::duration m_interval;
    Clock::time_point m_shown{};
    std::map<std::string, Stage, std::less<>> m_stages;
};

}  // namespace winnow::app
