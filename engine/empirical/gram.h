// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/joint_block.h"

#include <cstdint>
#include <vector>

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

// The same of every part; the products of the layers' inputs are computed once for all. Bit for bit
// what the parts give one by one.
[[nodiscard]] std::vector<at::Tensor> gram(const JointBlock& rows, const JointBlock& columns);
[[nodiscard]] std::vector<at::Tensor> symmetricGram(const JointBlock& block);

/// ||phi_i||^2, (n), float64 on the CPU; differs from gram's diagonal by its rounding.
[[nodiscard]] at::Tensor squaredNorms(const Block& block);
[[nodiscard]] std::vector<at::Tensor> squaredNorms(const JointBlock& block);

}  // namespace winnow::empirical
