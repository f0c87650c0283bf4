// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/kernel_artifact.h"
#include "engine/jobs/context.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>

namespace winnow::run {

/// Which training samples act on a sample of the test split (lpNTK paper, Sec. 4.3;
/// methods/lpntk.md, section 3.3): {"kernel", "test_sample", "class", "prediction", "probabilities"
/// [K], "kappa_own", "interchangeable" [PARTNER], "contradictory" [PARTNER]}, `count` of the
/// largest and of the smallest kappa to it, strongest first; PARTNER is {"sample" (of the training
/// split), "class", "kappa", "cosine" (left out without gradient)}. All training samples are
/// compared, at the kernel's weights and of its kind, exactly; they pass in batches, memory
/// O(count). Throws Error{BadInput}: no test split, a sample outside it, count below 1; Cancelled.
/// O(N P).
[[nodiscard]] nlohmann::json testNeighbours(const empirical::KernelArtifact& kernel,
                                            std::int64_t sample,
                                            std::int64_t count,
                                            const jobs::JobContext& context);

}  // namespace winnow::run
