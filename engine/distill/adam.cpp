// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/adam.h"

#include <torch/torch.h>

#include <vector>

namespace winnow::distill {
namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

}  // namespace

RowAdam::RowAdam(at::IntArrayRef shape)
    : first(at::zeros(shape, at::kDouble)),
      second(at::zeros(shape, at::kDouble)),
      steps(at::zeros({shape.front()}, at::kLong)) {}

at::Tensor RowAdam::step(const at::Tensor& rows, const at::Tensor& gradient, double rate) {
    const at::Tensor m = kBeta1 * first.index_select(0, rows) + (1 - kBeta1) * gradient;
    const at::Tensor v = kBeta2 * second.index_select(0, rows) + (1 - kBeta2) * gradient.square();
    const at::Tensor count = steps.index_select(0, rows) + 1;
    first.index_copy_(0, rows, m);
    second.index_copy_(0, rows, v);
    steps.index_copy_(0, rows, count);
    std::vector<std::int64_t> perRow(static_cast<std::size_t>(gradient.dim()), 1);
    perRow.front() = gradient.size(0);
    const at::Tensor exponent = count.to(at::kDouble).view(perRow);
    const at::Tensor mHat = m / (1 - at::pow(at::scalar_tensor(kBeta1, at::kDouble), exponent));
    const at::Tensor vHat = v / (1 - at::pow(at::scalar_tensor(kBeta2, at::kDouble), exponent));
    return rate * mHat / (vHat.sqrt() + kEpsilon);
}

}  // namespace winnow::distill
