// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/block.h"

#include <cstdint>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// kappa_ij = phi_i . phi_j for every pair of two blocks of the same layout: (n, m), in the blocks'
/// dtype and device. float32 blocks: GEMMs of at most 2^16 terms in float32 (no TF32), their sums
/// in float64, rounded once (methods/lpntk.md, section 3.5).
[[nodiscard]] at::Tensor gram(const Block& rows, const Block& columns);

/// The same of a block with itself, (n, n): exactly symmetric, at about half the work.
[[nodiscard]] at::Tensor symmetricGram(const Block& block);

/// ||phi_i||^2, (n), float64 on the CPU; differs from gram's diagonal by its rounding.
[[nodiscard]] at::Tensor squaredNorms(const Block& block);

}  // namespace winnow::empirical
