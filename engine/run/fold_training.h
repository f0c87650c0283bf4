// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/dataset.h"
#include "engine/train/images.h"
#include "engine/train/predictions.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <vector>

namespace winnow::run {

/// Networks that are trained alike, each without one fold of the samples.
struct FoldTraining {
    const nlohmann::json& fields;      ///< of a training: network, optimiser, augment, device
    const store::Dataset& dataset;     ///< for the network's shape
    const train::ImageSource& source;  ///< the samples, with the labels to learn
    std::int64_t epochs = 0;           ///< passes, of those `fields` plan
    std::int64_t seed = 0;             ///< of the folds; fold f is trained with seed + f
    std::int64_t folds = 0;
    std::vector<std::int64_t> fold{};  ///< [source.size()] train::stratifiedFolds()
};

/// The folds drawn. `fields` and what else is borrowed outlive the result. Throws Error{BadInput}
/// for one fold, and for more folds than samples.
[[nodiscard]] FoldTraining foldTraining(const nlohmann::json& fields,
                                        const store::Dataset& dataset,
                                        const train::ImageSource& source,
                                        std::int64_t epochs,
                                        std::int64_t folds,
                                        std::int64_t seed);

/// What the network without fold `f` makes of that fold's samples, by rising id.
[[nodiscard]] train::Predictions predictFold(const FoldTraining& training,
                                             std::int64_t f,
                                             const jobs::JobContext& job);

/// Puts the folds' predictions, in their order, back into the order of the samples.
[[nodiscard]] train::Predictions joined(const FoldTraining& training,
                                        const std::vector<train::Predictions>& parts);

}  // namespace winnow::run
