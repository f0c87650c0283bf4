// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/least_squares.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace winnow::distill {
namespace {

/// Left singular vectors, values and right ones of what counts.
struct Kept {
    at::Tensor u, s, vh;
};

Kept keptDirections(const at::Tensor& a) {
    auto [u, s, vh] = at::linalg_svd(a, /*full_matrices=*/false);
    const double cut = static_cast<double>(a.size(1)) * std::numeric_limits<double>::epsilon() *
                       (s.numel() > 0 ? s.max().item<double>() : 0.0);
    const std::int64_t rank = s.gt(cut).sum().item<std::int64_t>();
    return {u.narrow(1, 0, rank), s.narrow(0, 0, rank), vh.narrow(0, 0, rank)};
}

}  // namespace

StreamedLeastSquares::StreamedLeastSquares(std::int64_t columns, std::int64_t outputs)
    : m_columns(columns),
      m_outputs(outputs),
      m_triangle(at::zeros({0, columns + outputs}, at::kDouble)) {}

void StreamedLeastSquares::add(const at::Tensor& a, const at::Tensor& y) {
    const at::NoGradGuard noGrad;
    m_triangle =
        std::get<1>(at::linalg_qr(at::cat({m_triangle, at::cat({a, y}, 1)}, 0), /*mode=*/"r"));
}

at::Tensor StreamedLeastSquares::r() const {
    const std::int64_t height = std::min(m_triangle.size(0), m_columns);
    return m_triangle.narrow(0, 0, height).narrow(1, 0, m_columns);
}

at::Tensor StreamedLeastSquares::z() const {
    const std::int64_t height = std::min(m_triangle.size(0), m_columns);
    return m_triangle.narrow(0, 0, height).narrow(1, m_columns, m_outputs);
}

double StreamedLeastSquares::outside() const {
    const std::int64_t below = m_triangle.size(0) - m_columns;
    if (below <= 0) return 0;
    return m_triangle.narrow(0, m_columns, below)
        .narrow(1, m_columns, m_outputs)
        .square()
        .sum()
        .item<double>();
}

double StreamedLeastSquares::residual() const {
    const at::NoGradGuard noGrad;
    if (m_triangle.size(0) == 0) return 0;
    const Kept kept = keptDirections(r());
    const at::Tensor z = this->z();
    const at::Tensor lost = z - at::mm(kept.u, at::mm(kept.u.t(), z));
    return outside() + lost.square().sum().item<double>();
}

at::Tensor pseudoSolve(const at::Tensor& a, const at::Tensor& y) {
    const at::NoGradGuard noGrad;
    const Kept kept = keptDirections(a);
    return at::mm(kept.vh.t(), at::mm(kept.u.t(), y) / kept.s.unsqueeze(1));
}

}  // namespace winnow::distill
