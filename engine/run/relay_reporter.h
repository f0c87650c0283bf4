// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/project.h"

#include <fstream>
#include <set>
#include <string>

namespace winnow::run {

/// Passes a job's reports on to whoever started it, and keeps the catalogue's row and the job's log
/// in step.
class RelayReporter final : public jobs::ForwardingReporter {
public:
    RelayReporter(jobs::JobReporter& outer, store::JobLock& lock);

    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
    void warning(std::string_view message) override;
    void note(std::string_view message) override;
    /// The same artifact twice is passed on once.
    void artifact(std::string_view id, std::string_view kind) override;

    /// A line of work/<job>/log.txt, which outlives a job that failed. Never throws.
    void log(std::string_view line);

private:
    store::JobLock& m_lock;
    std::ofstream m_log;
    std::set<std::string, std::less<>> m_artifacts;
};

}  // namespace winnow::run
