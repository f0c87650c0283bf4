// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/dataset.h"
#include "engine/train/options.h"
#include "engine/train/stored_run.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>

/// What the fields of a job that trains mean; `fields` are validated.
namespace winnow::run {

/// jobs::optimiserFields() and augment; the rest, and fields a job does not have, as TrainOptions
/// has it.
[[nodiscard]] train::TrainOptions trainOptionsOf(const nlohmann::json& fields);

/// jobs::networkFields(): the network for a data set, and all else that a stored run says of
/// itself. Fields a job does not have: float32, the CPU.
[[nodiscard]] train::RunFacts runFactsOf(const nlohmann::json& fields,
                                         const store::Dataset& dataset);

/// Fresh weights from facts.seed, or those of --init. `facts` learns the widths that were really
/// taken. Throws Error{BadInput}: images too small for the network, weights that do not fit.
[[nodiscard]] std::unique_ptr<models::Model> newModel(const nlohmann::json& fields,
                                                      train::RunFacts& facts);

/// Whether such trainings cannot run beside each other: on a GPU, or where the network draws random
/// numbers while it trains (dropout, foreign code), as LibTorch's generator is one for the process.
[[nodiscard]] bool mustRunAlone(const train::RunFacts& facts);

/// The test split; throws Error{BadInput} when the data set has none.
[[nodiscard]] train::ImageSource testImagesOf(const store::Dataset& dataset);

}  // namespace winnow::run
