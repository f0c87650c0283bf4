// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/kernel_artifact.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::run {

/// Which rectangle of a kernel, and how closely it is looked at.
struct BlockRequest {
    std::vector<std::int64_t> rows;     ///< sample ids, at most kBlockEdge
    std::vector<std::int64_t> columns;  ///< sample ids, at most kBlockEdge
    std::int64_t members = 1;  ///< so many neighbouring ids make one row or column of the answer
    bool cosine = false;       ///< kappa_ij / sqrt(kappa_ii kappa_jj) instead of kappa_ij
};

inline constexpr std::int64_t kBlockEdge = 512;

/// Values of a kernel for rows x columns, computed from the run's network with the kernel's own
/// options; with `members` m, means of m x m values each: (rows/m, columns/m), row-major. NaN:
/// pairs the kernel has no value for (other classes in a per-class kernel; a cosine without
/// gradient); a mean is over the pairs that have one. Throws Error{BadInput} for more than
/// kBlockEdge ids, ids outside the training split, and counts that `members` does not divide.
[[nodiscard]] std::vector<float> kernelBlock(const empirical::KernelArtifact& kernel,
                                             const BlockRequest& request);

}  // namespace winnow::run
