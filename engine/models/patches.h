// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"

namespace at {
class Tensor;
}

namespace winnow::models {

/// The patch under each output position of a convolution: x (n,C,H,W) -> (n, C k^2, T), as
/// torch.nn.functional.unfold lays them out, zeros outside the image. Copies whole rows where the
/// stride is 1; on a GPU it is im2col. Not differentiable.
[[nodiscard]] at::Tensor unfoldedPatches(const Node& node, const at::Tensor& x);

}  // namespace winnow::models
