// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/feature_scores.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// What `select` with these fields (all but the name) would keep, without storing it: "stage", one
/// digit per sample of the training split as in stage.npy; "open", per class how many samples may
/// go; "warnings"; and the figures of selectionSummary(). Throws Error{BadInput} as the job would;
/// lpntk-pipeline needs clusters that are there already, since computing them takes long. Scores
/// that are computed from features stay in `cache`, so that another share is answered at once.
[[nodiscard]] nlohmann::json selectionPreview(store::Project& project,
                                              const nlohmann::json& fields,
                                              FeatureScoreCache& cache,
                                              const jobs::JobContext& context);

}  // namespace winnow::run
