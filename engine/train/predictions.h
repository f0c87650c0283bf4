// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/train/options.h"
#include "engine/train/pass.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::train {

/// What a network says about samples, whole: rows in the order they were asked for.
struct Predictions {
    std::vector<float> probability;  ///< [n, classes] softmax of the logits
    std::vector<double> margin;      ///< [n] logit of the label minus the largest other
    std::vector<double> loss;        ///< [n] cross-entropy of the label
};

/// In evaluation mode and not augmented; `labels` are those of the whole split. Throws Cancelled.
[[nodiscard]] Predictions predict(Pass& pass,
                                  std::span<const std::int64_t> samples,
                                  std::span<const std::int64_t> labels,
                                  const jobs::JobContext& job);

/// Trains `model` on `fitted` for `epochs` passes and says what it makes of `heldOut`, which it has
/// not seen; both are rows of `source`. Options as for train(), their validation and records set
/// aside; schedules run over options.epochs, of which only the first `epochs` are made (a training
/// that is stopped at its best epoch). Errors of Fitter; Cancelled.
[[nodiscard]] Predictions predictUnseen(models::Model& model,
                                        const ImageSource& source,
                                        const TrainOptions& options,
                                        std::int64_t epochs,
                                        std::vector<std::int64_t> fitted,
                                        std::span<const std::int64_t> heldOut,
                                        const jobs::JobContext& job);

}  // namespace winnow::train
