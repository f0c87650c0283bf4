// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/block.h"

#include <cstdint>

namespace winnow::empirical {

/// A seeded random projection of whole gradients [n, P] to d numbers (methods/lpntk.md,
/// section 3.6).
///
/// Every parameter gets a random sign and is added into one of d slots; each run of d parameters is
/// laid over the slots at a random offset. Inner products stay right on average and err by about
/// ||phi_i|| ||phi_j|| / sqrt(d). The sheet's two-sided Gaussian sketch (P_g G)(P_u U)^T has the
/// error of its smaller side, sqrt(2) / d^(1/4); this one needs no projection matrix, and its cost
/// is one pass over the gradient.
class Projection {
public:
    Projection(std::int64_t parameters, std::int64_t dimensions, std::uint64_t seed);

    [[nodiscard]] std::int64_t dimensions() const { return m_dimensions; }
    /// gradients: a block whose only content is formed [n, P]; the result's is formed [n, d], same
    /// dtype, on the CPU.
    [[nodiscard]] Block apply(const Block& gradients) const;

private:
    std::int64_t m_parameters;
    std::int64_t m_dimensions;
    std::uint64_t m_seed;
};

/// How far a projected kernel is from the exact one on the same samples.
struct ProjectionError {
    std::int64_t pairs = 0;
    double rms = 0;       ///< of (approximate - exact) / (||phi_i|| ||phi_j||)
    double spearman = 0;  ///< rank correlation of the two kernels' values
};

/// Compares the first 256 pairs i < j. Both blocks hold the same samples.
[[nodiscard]] ProjectionError projectionError(const Block& exact, const Block& projected);

}  // namespace winnow::empirical
