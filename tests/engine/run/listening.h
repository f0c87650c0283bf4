// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace winnow::test {

/// Remembers all that a job tells; `onMetric` may ask it to stop.
class Listening final : public jobs::JobReporter {
public:
    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        stages.emplace_back(stage, done);
    }
    void metric(std::string_view name, std::int64_t step, double value) override {
        metrics[std::string(name)][step] = value;
        if (onMetric) onMetric(name, step, value);
    }
    void warning(std::string_view message) override { warnings.emplace_back(message); }
    void note(std::string_view message) override { notes.emplace_back(message); }
    void artifact(std::string_view id, std::string_view) override { artifacts.emplace_back(id); }

    std::map<std::string, std::map<std::int64_t, double>> metrics;
    std::vector<std::string> warnings, notes, artifacts;
    std::vector<std::pair<std::string, std::int64_t>> stages;  ///< of every progress, and how far
    std::function<void(std::string_view, std::int64_t, double)> onMetric;
    std::stop_source stop;
};

}  // namespace winnow::test
