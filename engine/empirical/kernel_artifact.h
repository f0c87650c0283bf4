// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/sweep.h"
#include "engine/models/run_network.h"
#include "engine/store/project.h"

#include <memory>
#include <span>
#include <vector>

namespace winnow::empirical {

/// A stored kernel with the network that made it, so that any of its values can be computed again.
struct KernelArtifact {
    store::ArtifactRow row;
    models::RunNetwork source;
    SweepOptions options;  ///< kind, scope, projection, seed, precision, device
};

/// `kernel` by id, name or "latest". Throws Error{BadInput}.
[[nodiscard]] KernelArtifact openKernel(const store::Project& project,
                                        std::string_view kernel,
                                        models::Device device);

/// The samples `ids` (rows of the training split) of an opened run, in that order. Borrows the
/// run's pixels.
[[nodiscard]] SampleSet sampleSet(const models::RunNetwork& source, std::vector<std::int64_t> ids);

/// All rows of the training split, or those of one class; rising.
[[nodiscard]] std::vector<std::int64_t> trainingIds(const models::RunNetwork& source,
                                                    std::int64_t onlyClass = -1);

}  // namespace winnow::empirical
