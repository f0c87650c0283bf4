// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"

namespace at {
class Tensor;
}

/// Per-sample weight gradients of one layer in closed form (methods/lpntk.md, section 3.1).
namespace winnow::empirical {

/// How a layer's share of the kernel is computed.
enum class LayerForm {
    Formed,  ///< the per-sample gradient itself, [n, D]
    Outer,   ///< its two factors, linear layers
    Ghost,   ///< its two factors per position, convolutions
};

/// The form with the fewest multiply-adds per pair; torch-free arithmetic on shapes.
[[nodiscard]] LayerForm cheapestForm(const models::Node& node);
/// Multiply-adds per pair of samples in that form; of `vectors` output vectors, which have the
/// products of the layer's input in common.
[[nodiscard]] std::int64_t macsPerPair(const models::Node& node,
                                       LayerForm form,
                                       std::int64_t vectors = 1);
/// Numbers kept per sample in that form; the layer's input once for all `vectors`.
[[nodiscard]] std::int64_t numbersPerSample(const models::Node& node,
                                            LayerForm form,
                                            std::int64_t vectors = 1);

// Each writes weight then bias, flattened as PyTorch lays them out, into `out`, a view (n, D) whose
// rows may lie apart: a slice of the whole feature matrix, so that the large gradients are written
// once. input (n, ...), gradient (n, ...) at the layer's output.
/// patches: the layer's input, unfolded (models/patches.h).
void formConvolution(const models::Node& node,
                     const at::Tensor& patches,
                     const at::Tensor& gradient,
                     const at::Tensor& out);
void formLinear(const at::Tensor& input, const at::Tensor& gradient, const at::Tensor& out);
/// input before normalisation; mean and variance are the layer's running statistics.
void formNorm(const models::Node& node,
              const at::Tensor& input,
              const at::Tensor& gradient,
              const at::Tensor& mean,
              const at::Tensor& variance,
              const at::Tensor& out);

/// [n, in + 1]: the input with a 1 for the bias.
[[nodiscard]] at::Tensor withOnes(const at::Tensor& input);
/// [n, T, in k^2 (+ 1)] from unfolded patches: those of each position, with a 1 for the bias where
/// there is one.
[[nodiscard]] at::Tensor byPosition(const models::Node& node, const at::Tensor& patches);

}  // namespace winnow::empirical
