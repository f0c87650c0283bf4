// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// Throws Error{BadInput} naming the rows of `values` (n, ...), counted from `firstRow`, that hold
/// NaN or infinity; `what` they are, in the plural.
void refuseNonFinite(const at::Tensor& values, const char* what, std::int64_t firstRow);

}  // namespace winnow::empirical
