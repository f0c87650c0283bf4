// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

/// How far lpNTK, one number, is from the block it stands for, at initialisation: Theorem 1 of the
/// lpNTK paper (appendix B; methods/lpntk.md, sections 2 and 4.9).
namespace winnow::empirical {

/// The theorem's network on a data set's images: an mlp in float64 of hidden layers of equal width,
/// all weights N(0, 1 / fan-in), biases 0. `options` gives images, classes and hidden widths.
[[nodiscard]] models::Network theoremNetwork(const models::ArchitectureOptions& options,
                                             std::uint64_t seed,
                                             models::Device device);

struct TheoremGap {
    double gap = 0;     ///< ||kappa I - E||_F
    double scaled = 0;  ///< ||D||_F, D = (kappa I - E) / sqrt(w_L)
    double largest =
        0;             ///< alpha = max |K^g|, K^g = J_g J_g^T of the features below the last layer
    double bound = 0;  ///< of ||D||_F, which holds with probability 1 - delta
};

/// Of a pair, images (2,C,H,W) on the network's device and in its precision. E and K^g in closed
/// form, layer by layer: K^g_l = D_l (W_l K^g_{l-1} W_l^T + (h.h' + 1) I) D_l', D the ReLU's
/// slopes; E = W_L K^g W_L^T + (g.g' + 1) I. O(w^3) a hidden layer from the second on, w^2 numbers.
[[nodiscard]] TheoremGap theoremGap(const models::Network& mlp,
                                    const at::Tensor& images,
                                    const std::array<std::int64_t, 2>& labels,
                                    double delta);

/// (8 K alpha / sqrt(w)) max(2 sqrt(2 ln(8 K^2 / delta)), sqrt(2) ln(8 K^2 / delta)), eq. 20.
[[nodiscard]] double theoremBound(std::int64_t classes,
                                  std::int64_t width,
                                  double largest,
                                  double delta);

/// `count` pairs of different rows, in turn of one class and of two, as far as the labels have such
/// pairs. Throws Error{BadInput} for fewer than two rows.
[[nodiscard]] std::vector<std::array<std::int64_t, 2>> pairsOfBothSorts(
    std::span<const std::int64_t> labels, std::int64_t count, std::uint64_t seed);

}  // namespace winnow::empirical
