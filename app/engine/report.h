// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/ending.h"

#include <memory>

namespace winnow::app {

/// Where a job's reports go, and how its end is told.
class Report : public jobs::JobReporter {
public:
    virtual void ended(const run::Ending& ending, double seconds) = 0;
};

/// JSON lines on stdout, or a progress bar on stderr and a summary on stdout.
[[nodiscard]] std::unique_ptr<Report> makeReport(bool events, bool verbose);

}  // namespace winnow::app
