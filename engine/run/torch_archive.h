// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <cstddef>
#include <vector>

namespace winnow::run {

/// The bytes of a file that Python's torch.load(file, weights_only=True) reads as a dict of
/// tensors.
[[nodiscard]] std::vector<std::byte> torchArchive(const store::NamedArrays& arrays);

/// Inverse of a symmetric matrix [d,d], float64.
[[nodiscard]] store::Array inverseOf(const store::Array& matrix);

}  // namespace winnow::run
