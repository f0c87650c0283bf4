// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/features.h"
#include "engine/jobs/context.h"

#include <cstdint>

namespace winnow::empirical {

/// The extractor's features of all `images` (n,C,H,W), n > 0, under `vectors` (n,K) in one block,
/// `batch` images at a time so that few activations are alive. Progress in images (stage
/// "features"); throws as features() does, and Cancelled between two batches.
[[nodiscard]] Block batchedFeatures(const FeatureExtractor& extractor,
                                    const at::Tensor& images,
                                    const at::Tensor& vectors,
                                    std::int64_t batch,
                                    const jobs::JobContext& context);

}  // namespace winnow::empirical
