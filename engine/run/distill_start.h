// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/preprocessing.h"
#include "engine/distill/support.h"
#include "engine/distill/targets.h"
#include "engine/run/distill_plan.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// What a distillation begins with.
struct DistillStart {
    distill::Support support;
    store::Array frozen;  ///< uint8 [n,C,H,W], values that stay noise; empty: none
};

/// The set the plan goes on from, or by the fields init, images, corrupt, seed. Throws
/// Error{BadInput}: a number of images that cannot be split over the classes, a class with too few,
/// a distilled set of another data set or preprocessing.
[[nodiscard]] DistillStart startOf(const nlohmann::json& fields,
                                   const DistillPlan& plan,
                                   const distill::Preprocessing& preprocessing,
                                   const distill::DatasetTargets& targets);

}  // namespace winnow::run
