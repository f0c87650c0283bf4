// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/sweep.h"
#include "engine/jobs/context.h"

#include <vector>

namespace winnow::empirical {

/// Kernel PCA of a sample set.
struct Embedding {
    std::int64_t dimensions = 0;
    std::vector<float> coordinates;   ///< [n, d], row-major: eigenvector times sqrt(eigenvalue)
    std::vector<double> eigenvalues;  ///< [d], falling, of the doubly centred kernel
    std::vector<double> share;        ///< [d] of the centred kernel's trace
};

/// Leading eigenvectors of H K H (H = I - 1/n) by subspace iteration (Halko, Martinsson, Tropp
/// 2011). K is never formed: K V = Phi (Phi^T V), layer by layer, 4 n P flops a vector. The sign of
/// each axis makes its largest entry positive. Throws Error{BadInput} when there are fewer samples
/// than dimensions + 1; Cancelled.
[[nodiscard]] Embedding embed(const models::Model& model,
                              const SampleSet& samples,
                              const SweepOptions& options,
                              std::int64_t dimensions,
                              const jobs::JobContext& context);

}  // namespace winnow::empirical
