// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace winnow::distill {

/// A few images as the kernel sees them, and what a prediction is compared with; for .cpp files
/// that know LibTorch.
struct Tile {
    at::Tensor images;  ///< (b,C,H,W) float32 or float64
    at::Tensor labels;  ///< (b,K) float64
};

}  // namespace winnow::distill
