// SPDX-License-Identifier: Apache-2.0
#include "engine/run/relay_reporter.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

namespace winnow::run {

RelayReporter::RelayReporter(jobs::JobReporter& outer, store::JobLock& lock)
    : ForwardingReporter(outer),
      m_lock(lock),
      m_log(lock.workFolder() / "log.txt", std::ios::app) {}

void RelayReporter::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
    m_lock.progress(stage, done, total);
    outer().progress(stage, done, total);
}

void RelayReporter::warning(std::string_view message) {
    log(message);
    outer().warning(message);
}

void RelayReporter::note(std::string_view message) {
    log(message);
    outer().note(message);
}

void RelayReporter::artifact(std::string_view id, std::string_view kind) {
    if (m_artifacts.emplace(id).second) outer().artifact(id, kind);
}

void RelayReporter::log(std::string_view line) {
    const auto now =
        std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    m_log << fmt::format("{:%FT%TZ} {}\n", fmt::gmtime(now), line) << std::flush;
}

}  // namespace winnow::run
