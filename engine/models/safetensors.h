// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <filesystem>

/// The .safetensors format: eight bytes of header length, a JSON header, the numbers.
namespace winnow::models {

/// Half-precision tensors (F16, BF16) are widened to float32. Throws Error{BadInput}: damaged,
/// offsets that overlap the file's end, a type Winnow does not compute with; sizes are checked
/// against the file before memory is taken.
[[nodiscard]] store::NamedArrays readSafetensors(const std::filesystem::path& file);

/// Atomic; tensors in name order.
void writeSafetensors(const std::filesystem::path& file, const store::NamedArrays& arrays);

}  // namespace winnow::models
