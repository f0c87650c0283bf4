// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/images.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

namespace winnow::distill {

/// Samples of a data set as numbers 0..255, (n,C,H,W) on the CPU; for .cpp files that know
/// LibTorch.
[[nodiscard]] at::Tensor rawImages(const train::ImageSource& source,
                                   std::span<const std::int64_t> rows,
                                   at::ScalarType type);

}  // namespace winnow::distill
