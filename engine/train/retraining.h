// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/train/images.h"
#include "engine/train/options.h"

#include <cstdint>
#include <vector>

namespace winnow::train {

/// How well a model does that learned from some samples only.
struct Retraining {
    std::vector<double> accuracy;  ///< [E] of the test split after each epoch; NaN from where it
                                   ///< diverged
    bool diverged = false;
};

/// Trains `model` in place on `samples` of `source`, all of which are fitted, and tests it after
/// every epoch; nothing is chosen by the test split. Options as in TrainOptions, without
/// validation, records and scores. Throws Error{BadInput}: options and images that do not fit, no
/// sample; Cancelled.
[[nodiscard]] Retraining retrain(models::Model& model,
                                 const ImageSource& source,
                                 std::vector<std::int64_t> samples,
                                 const ImageSource& test,
                                 const TrainOptions& options,
                                 const jobs::JobContext& job);

}  // namespace winnow::train
