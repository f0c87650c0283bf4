// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/progress_throttle.h"
#include "app/engine/report.h"

#include <set>

namespace winnow::app {

/// For a person: a progress bar on a terminal's stderr (elsewhere a line per stage, and one every
/// ten seconds), and a summary on stdout.
class TerminalReporter final : public Report {
public:
    explicit TerminalReporter(bool verbose);

    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
    void metric(std::string_view name, std::int64_t step, double value) override;
    void warning(std::string_view message) override;
    void note(std::string_view message) override;
    void artifact(std::string_view id, std::string_view kind) override;
    void ended(const run::Ending& ending, double seconds) override;

private:
    void show(const std::vector<Progress>& reports);
    void clearBar();

    bool m_verbose;
    bool m_terminal;
    bool m_barShown = false;
    ProgressThrottle m_throttle;
    std::string m_made;
};

}  // namespace winnow::app
