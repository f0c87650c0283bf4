// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace winnow::distill {

/// min ||A x - y|| over rows of (A, y) that come in tiles: a QR factorisation is kept, A is not,
/// and its condition is not squared (methods/kip.md, section 7).
class StreamedLeastSquares {
public:
    StreamedLeastSquares(std::int64_t columns, std::int64_t outputs);

    /// a (b, columns), y (b, outputs), float64.
    void add(const at::Tensor& a, const at::Tensor& y);

    /// R (min(rows, columns), columns) and Z = Q^T y (same, outputs).
    [[nodiscard]] at::Tensor r() const;
    [[nodiscard]] at::Tensor z() const;
    /// ||y - Q Z||^2: what no x can reach.
    [[nodiscard]] double outside() const;
    /// The same for the numerical column space of A: singular values below columns * eps * largest
    /// do not count (Theorem 3 of the paper: twice the smallest loss over all labels).
    [[nodiscard]] double residual() const;

private:
    std::int64_t m_columns, m_outputs;
    at::Tensor m_triangle;  ///< upper triangular factor of (A, y)
};

/// A^+ y of minimum norm; singular values below columns * eps * largest are cut.
[[nodiscard]] at::Tensor pseudoSolve(const at::Tensor& a, const at::Tensor& y);

}  // namespace winnow::distill
