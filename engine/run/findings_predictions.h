// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/findings_inputs.h"
#include "engine/train/predictions.h"

namespace winnow::run {

/// What a network says of every sample of the training split: with `folds` one that has not seen it
/// (trained by the run's settings, for as many epochs as its best one; a finished fold survives a
/// stop), with folds 0 the run's own at its best epoch. Throws Error, Cancelled.
[[nodiscard]] train::Predictions predictionsFor(const JobInput& input,
                                                const FindingsInputs& inputs,
                                                const jobs::JobContext& job);

}  // namespace winnow::run
