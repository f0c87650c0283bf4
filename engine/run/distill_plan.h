// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/spec.h"
#include "engine/run/distilled_set.h"
#include "engine/run/executor.h"
#include "engine/store/dataset.h"
#include "engine/train/images.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace winnow::run {

/// What a distillation would do, before it does it.
struct DistillPlan {
    store::Dataset dataset;
    train::ImageSource train{};                ///< of `dataset`, as `test`
    std::optional<train::ImageSource> test{};  ///< none: nothing is measured
    std::optional<DistilledSet> from{};        ///< what it goes on from
    std::vector<infinite::KernelSpec> family{};
    bool kip = true;  ///< else Label Solve
    std::int64_t images = 0;
    std::int64_t targets = 0;  ///< a step; 0: all open ones
    std::int64_t steps = 0;
    double rate = 0;                       ///< Adam's
    std::vector<std::int64_t> open{};      ///< rows of the training split that may be looked at
    std::vector<std::int64_t> heldOut{};   ///< and those that decide when to stop
    std::vector<std::int64_t> testRows{};  ///< rows of the test split measured on the way

    [[nodiscard]] std::int64_t targetCount() const {
        return targets > 0 ? targets : static_cast<std::int64_t>(open.size());
    }
};

/// `fields` as jobs::validated returned them. Throws Error{BadInput}.
[[nodiscard]] DistillPlan distillPlan(const store::Project& project,
                                      const nlohmann::json& fields,
                                      jobs::JobReporter& report);

/// What the search for the nearest training images may take; beyond it they are a random part.
inline constexpr double kNearestFlop = 5e12;

/// What it takes.
struct DistillCost {
    double pairsPerStep = 0;       ///< of images, gradient included
    double flopPerStep = 0;        ///< mean over the kernels
    double bytesPerStep = 0;       ///< held while a step is made
    double bytes = 0;              ///< held at most
    double diskBytes = 0;          ///< of the result
    std::int64_t checkpoints = 0;  ///< kept states
    double pairsPerTest = 0;       ///< of the measurement at each of them
    double pairsAtEnd = 0;         ///< of the whole test split and the nearest images
};
[[nodiscard]] DistillCost costOf(const DistillPlan& plan, const nlohmann::json& fields);

/// Throws Error{OutOfResources} with the GB it needs, those that are free, and a number of images
/// that would fit.
void requireMemory(const DistillPlan& plan, const nlohmann::json& fields);

/// Seconds of one step and of the whole job, from the rate of a few pairs measured now.
struct DistillTime {
    double perStep = 0, all = 0;
};
[[nodiscard]] DistillTime timeOf(const DistillPlan& plan,
                                 const DistillCost& cost,
                                 const nlohmann::json& fields,
                                 const jobs::JobContext& context);

/// A sentence where it would take longer than a day: how long, why, and what would be quicker.
[[nodiscard]] std::optional<std::string> warningOfTime(const DistillPlan& plan,
                                                       const DistillCost& cost,
                                                       const DistillTime& time);

/// {"samples", "pairs", "flops", "memory", "disk", "seconds"} of the whole job (as kernelCost) and
/// "seconds_per_step", "bytes_per_step", "steps", "checkpoints", "warnings". `typed` as a person
/// typed them. Throws Error{BadInput} as the job would.
[[nodiscard]] nlohmann::json distillCost(const store::Project& project,
                                         const nlohmann::json& typed,
                                         const jobs::JobContext& context);

}  // namespace winnow::run
