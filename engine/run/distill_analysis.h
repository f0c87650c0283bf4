// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/krr.h"
#include "engine/distill/targets.h"
#include "engine/run/distill_meter.h"
#include "engine/run/distill_plan.h"
#include "engine/run/distill_record.h"

namespace winnow::run {

/// What is looked at once a distillation is done.
struct DistilledAnalysis {
    const DistillPlan& plan;
    const DistillMeter& meter;
    const distill::RidgeOptions& ridge;
    const DistillRecord& record;
    const distill::DatasetTargets& train;
    models::Precision precision;
    std::uint64_t seed;
};

/// Writes spectrum.npy, band_accuracy.npy, dimension.npy, subsample.npy, nearest.npy,
/// nearest_distance.npy and kernel_support.npy (docs/distill.md). Returns the figures they go with:
/// nearest_among (training images looked through).
[[nodiscard]] nlohmann::json writeAnalysis(const DistilledAnalysis& of,
                                           store::ArtifactDraft& draft,
                                           const jobs::JobContext& job);

}  // namespace winnow::run
