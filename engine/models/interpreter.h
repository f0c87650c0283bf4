// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"

#include <vector>

namespace at {
class Tensor;
}

/// A network's nodes one by one: their values, and how these move along a direction of the weights
/// (forward-mode differentiation).
namespace winnow::models {

/// What comes out of `node` for its inputs (B, ...), with the parameters of `network`.
[[nodiscard]] at::Tensor applied(const Network& network,
                                 const Node& node,
                                 const std::vector<at::Tensor>& inputs,
                                 Mode mode);

/// Every node's output in evaluation mode; the last are the logits (B,K). Differentiable.
[[nodiscard]] std::vector<at::Tensor> nodeValues(const Network& network, const at::Tensor& images);

/// J(x) V (B,K) of every image: how the logits move to first order when the weights move by V =
/// `direction` (one tensor per parameter, in their order). `values` are nodeValues() of `images`;
/// weights as they were then. About two forward passes; exact (methods/lpntk.md, section 3.2).
[[nodiscard]] at::Tensor logitTangent(const Network& network,
                                      const at::Tensor& images,
                                      const std::vector<at::Tensor>& values,
                                      const std::vector<at::Tensor>& direction);

}  // namespace winnow::models
