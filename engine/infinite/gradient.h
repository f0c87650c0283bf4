// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace winnow::infinite {

/// What Kernel::vjp() and Kernel::vjpSymmetric() give back; for .cpp files that know LibTorch.
struct Gradient {
    at::Tensor images;  ///< float64, shape of the images it is by
    at::Tensor kernel;  ///< K itself, which the pass recomputes on its way
    double gamma = 0;   ///< by the RBF's gamma; 0 for every other kernel
};

}  // namespace winnow::infinite
