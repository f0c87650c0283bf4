// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/pass.h"

namespace winnow::train {

/// For small networks in float32 on the CPU, where LibTorch's convolutions of few channels and its
/// pooling cost several times the arithmetic: hand-written forward and backward passes. Null when
/// the network is no chain (chain.h).
[[nodiscard]] std::unique_ptr<Pass> chainPass(const models::Network& network,
                                              const ImageSource& source);

}  // namespace winnow::train
