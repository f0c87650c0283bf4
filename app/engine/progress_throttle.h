// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace winnow::app {

struct Progress {
    std::string stage;
    std::int64_t done = 0, total = 0;
    std::optional<double> secondsLeft{};
    double secondsSpent = 0;  ///< in this stage
    bool last = false;        ///< of its stage
};

/// Thins progress out to what a reader can use: one report per interval, and always a stage's last
/// one.
class ProgressThrottle {
public:
    using Clock = std::chrono::steady_clock;
    explicit ProgressThrottle(Clock::duration interval) : m_interval(interval) {}

    /// What to show of the stage before when `stage` begins a new one.
    [[nodiscard]] std::optional<Progress> leaving(std::string_view stage);
    /// What to show now, if anything.
    [[nodiscard]] std::optional<Progress> add(std::string_view stage,
                                              std::int64_t done,
                                              std::int64_t total,
                                              Clock::time_point now);
    /// The report still held back when the work ends.
    [[nodiscard]] std::optional<Progress> flush();

private:
    void begin(std::string_view stage, std::int64_t done, Clock::time_point now);

    Clock::duration m_interval;
    std::string m_stage;
    bool m_begun = false;
    std::int64_t m_firstDone = 0;
    Clock::time_point m_start{}, m_shown{};
    std::optional<Progress> m_held{};
};

}  // namespace winnow::app
