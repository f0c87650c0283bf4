// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"
#include "engine/models/network.h"
#include "engine/store/dataset.h"
#include "engine/store/project.h"
#include "engine/train/trainer.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

/// A training as the project keeps it: the `run` artifact.
namespace winnow::train {

/// What run.json says besides the figures; models::openRun() reads it. Epochs are counted from 1.
struct RunFacts {
    std::string dataset;  ///< artifact id
    models::ArchitectureOptions architecture;
    std::string module;  ///< TorchScript file, when architecture.kind is "torchscript"
    std::vector<double> mean, deviation;
    std::int64_t epochs = 0, bestEpoch = 0;
    std::int64_t seed = 0;
    std::string device, precision;
    std::int64_t threads = 0;
};

/// Writes every file of the artifact: weights.safetensors, last.safetensors, run.json, loss.npy,
/// correct.npy, margin.npy [E,N], curve.npy [E,6], fitted.npy, forgetting.npy, first_learned.npy,
/// never_learned.npy, difficulty.npy, prediction.npy, probability.npy [N], test_prediction.npy, and
/// el2n.npy, grand.npy where they were asked for; module.pt, a copy of a TorchScript module;
/// snapshot-0005.safetensors, ... where weights were kept on the way, which run.json lists under
/// "snapshots": [{"epoch", "file", "bytes"}].
/// Returns the figures of the summary, which run.json holds too.
[[nodiscard]] nlohmann::json writeRun(store::ArtifactDraft& draft,
                                      const RunFacts& facts,
                                      const TrainResult& result,
                                      double seconds);

/// A split as training and scoring read it; the data set outlives the result.
[[nodiscard]] ImageSource imagesOf(const store::Dataset& dataset, const store::Split& split);

}  // namespace winnow::train
