// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/progress_throttle.h"
#include "app/engine/report.h"

#include <string>
#include <string_view>
#include <vector>

namespace winnow::app {

/// The line that ends a job which failed or was cancelled.
[[nodiscard]] std::string errorEvent(int code, std::string_view message);

/// `--events`: the JSON lines of design section 4 on stdout, at most about ten progress lines a
/// second.
class EventReporter final : public Report {
public:
    EventReporter();

    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
    void metric(std::string_view name, std::int64_t step, double value) override;
    void warning(std::string_view message) override;
    void note(std::string_view message) override;
    void artifact(std::string_view id, std::string_view kind) override;
    void ended(const run::Ending& ending, double seconds) override;

private:
    void show(const std::vector<Progress>& reports);

    ProgressThrottle m_throttle;
};

}  // namespace winnow::app
