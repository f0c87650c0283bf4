// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

namespace winnow::distill {

/// The moments of Adam for a set of rows that may be drawn in parts: a row's moments, and the
/// number of steps its bias is corrected by, change only when it is drawn (methods/kip.md, section
/// 5: beta 0.9 and 0.999, epsilon 1e-8 outside the root).
class RowAdam {
public:
    RowAdam() = default;
    explicit RowAdam(at::IntArrayRef shape);  ///< rows first

    /// What `rows` are to lose, float64: rate m^ / (sqrt(v^) + 1e-8). `gradient` is of these rows.
    [[nodiscard]] at::Tensor step(const at::Tensor& rows, const at::Tensor& gradient, double rate);

    at::Tensor first, second;  ///< float64, the shape
    at::Tensor steps;          ///< int64 (rows)
};

}  // namespace winnow::distill
