// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/dataset.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::models {

/// What a training left behind, ready to be asked: its network at one checkpoint and the data set
/// it saw.
struct RunNetwork {
    store::ArtifactRow run;
    store::Dataset dataset;
    std::unique_ptr<Model> model;
    std::vector<double> mean, deviation;  ///< the normalisation it was trained with, per channel
    std::string checkpoint;               ///< "best", "last" or "epoch-5"
};

/// Epochs (counted from 1) after which a run kept its weights, rising; empty: it kept none. Throws
/// Error{BadInput}: no such run, or a damaged description.
[[nodiscard]] std::vector<std::int64_t> snapshotEpochs(const store::Project& project,
                                                       std::string_view run);

/// `run` by id, name or "latest"; `checkpoint` "best", "last", or "epoch-N" for one of
/// snapshotEpochs(). Throws Error{BadInput}: no such run, no weights kept there, or weights that do
/// not fit their own description.
[[nodiscard]] RunNetwork openRun(const store::Project& project,
                                 std::string_view run,
                                 std::string_view checkpoint,
                                 Precision precision,
                                 Device device);

}  // namespace winnow::models
