// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/preprocessing.h"
#include "engine/run/distill_meter.h"
#include "engine/run/distill_plan.h"
#include "engine/run/distill_record.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// A distillation that has ended.
struct EndedDistillation {
    const store::Project& project;
    const nlohmann::json& fields;
    const DistillPlan& plan;
    const distill::Preprocessing& preprocessing;
    const DistillMeter& meter;
    const DistillRecord& record;
    models::Precision precision;
    const char* stopped;  ///< "steps", "patience", "diverged"
};

/// What result.json says of it (docs/distill.md), without analysis, settings and warnings. Measures
/// the last checkpoint, and those with the lowest training loss, on the whole test split where that
/// was not done on the way.
[[nodiscard]] nlohmann::json distillFigures(const EndedDistillation& ended,
                                            const jobs::JobContext& job);

}  // namespace winnow::run
