// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/dataset.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Scores of `select` that need a network's features: influence-score and herding.
namespace winnow::run {

struct FeatureScores {
    std::vector<double> score;  ///< [N]; NaN where the run held the sample out
    std::string facts;          ///< JSON object: layer, way and settings, for the summary
    std::vector<std::string> warnings;
};

/// Scores computed so far, for who asks again with another share.
using FeatureScoreCache = std::map<std::string, FeatureScores>;

/// Of the samples that `run` was fitted on (`fitted` [N], empty: all), at its best checkpoint.
/// Fields: method; herding; damping (without it the run's weight decay, or a thousandth of the mean
/// curvature where that is 0) and refit. `cache` may be null. Throws Error{BadInput}: a network
/// without a last linear layer, a damping that is not above 0; Cancelled.
[[nodiscard]] FeatureScores featureScores(const store::Project& project,
                                          const store::ArtifactRow& run,
                                          const nlohmann::json& fields,
                                          const std::vector<std::uint8_t>& fitted,
                                          FeatureScoreCache* cache,
                                          const jobs::JobContext& job);

}  // namespace winnow::run
