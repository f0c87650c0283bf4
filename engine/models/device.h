// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"

#include <cstdint>
#include <string_view>

/// Where tensors live. LibTorch's CUDA library is loaded only when a GPU is there: one build serves
/// both.
namespace winnow::models {

/// "cpu", "cuda" or "auto" (a GPU if one can be used, else the CPU). Call it before anything else
/// of LibTorch: what asks LibTorch for CUDA earlier gets "none" for the life of the process. Throws
/// Error{BadInput} for another word, and for "cuda" when no GPU can be used: why, and what would
/// help.
[[nodiscard]] Device chooseDevice(std::string_view wanted);

/// "cpu" or "cuda".
[[nodiscard]] std::string_view deviceName(Device device);
/// Its reverse, for what chooseDevice() decided and a record kept.
[[nodiscard]] Device deviceNamed(std::string_view name);

/// Threads of LibTorch's operations; 0: as many as the machine has cores. Returns the number in
/// force.
int useThreads(std::int64_t threads);
[[nodiscard]] int threadsInUse();

}  // namespace winnow::models
