// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/spec.h"

#include <cstdint>

namespace winnow::infinite {

/// What a kernel block takes (methods/kip-convnet.md, section 4); for a form's estimate and for
/// plans of tiles.
struct Cost {
    double pairs = 0;            ///< n1 n2, or n (n + 1) / 2 of a symmetric one
    double entries = 0;          ///< pixel pairs through convolution and ReLU, per pair of images
    double flop = 0;             ///< forward, per pair
    double reverseFlop = 0;      ///< the vjp with its recomputed forward, per pair
    double workingBytes = 0;     ///< while one thread works, beside images and result
    double workingBytesVjp = 0;  ///< the same for matrixAndVjp(), at most
};

/// Cost of K(x1, x2) for n1 and n2 images of float32 (`bytes` 4) or float64 (8).
[[nodiscard]] Cost cost(const KernelSpec& spec,
                        const ImageShape& shape,
                        std::int64_t n1,
                        std::int64_t n2,
                        std::int64_t bytes = 4);
/// Cost of K(x, x) for n images.
[[nodiscard]] Cost symmetricCost(const KernelSpec& spec,
                                 const ImageShape& shape,
                                 std::int64_t n,
                                 std::int64_t bytes = 4);

}  // namespace winnow::infinite
