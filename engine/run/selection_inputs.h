// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/executor.h"
#include "engine/run/feature_scores.h"
#include "engine/select/selections.h"
#include "engine/store/dataset.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace winnow::run {

/// What a selection is decided by, read from the project. Arrays are [N], one element per sample of
/// the training split.
struct SelectionInputs {
    store::Dataset dataset;
    std::vector<std::string> parents;    ///< ids of what was read, the data set last
    std::vector<std::uint8_t> fitted;    ///< empty: no validation part is known
    std::vector<std::uint8_t> judged;    ///< empty: every sample
    std::vector<std::uint8_t> excluded;  ///< by the person; empty: none
    std::vector<double> score;           ///< scores, or margins; empty for random
    std::vector<std::uint8_t> redundant;
    std::vector<float> diagonal;
    std::vector<std::int64_t> assignment, centroids, clusterClass;  ///< lpntk-pipeline
    std::vector<std::int64_t> ids;                                  ///< ids: what stays
    std::string scoreFacts;             ///< JSON object: how `score` was computed; empty: read
    std::vector<std::string> warnings;  ///< about the scores

    [[nodiscard]] select::SelectionScope scope() const;
};

/// Reads what fields["method"] needs; lpntk-pipeline without clusters of the kernel computes them
/// as `cluster` would; influence-score and herding compute their scores, unless `cache` (may be
/// null) has them. Throws Error{BadInput}: a missing artifact or file, the field that would name
/// it.
[[nodiscard]] SelectionInputs selectionInputs(const JobInput& input,
                                              const jobs::JobContext& context,
                                              FeatureScoreCache* cache = nullptr);

}  // namespace winnow::run
