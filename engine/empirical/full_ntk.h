// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/array.h"

#include <span>
#include <string>
#include <vector>

namespace at {
class Tensor;
}

/// The full empirical kernel E_ij = J(x_i) J(x_j)^T of a few samples, and what follows from it.
namespace winnow::empirical {

class FeatureExtractor;

/// images (n,C,H,W) normalised. Returns (n, n, K, K), entk[i,j,a,b] = <dz_a(x_i)/dw, dz_b(x_j)/dw>,
/// in the model's dtype. A backward pass per logit for many images, one for all of few. Throws
/// Error{OutOfResources} with both numbers when it would not fit.
[[nodiscard]] at::Tensor fullNtk(const models::Model& model, const at::Tensor& images);
/// The same through an extractor that is there already.
[[nodiscard]] at::Tensor fullNtk(const FeatureExtractor& extractor,
                                 const at::Tensor& images,
                                 std::int64_t classes);

/// delta_q[o,u] = A(x_o) E_ou (onehot(y_u) - q(x_u)): the first-order change of the prediction on o
/// after one SGD step on u, per unit learning rate (eq. 1). entk (n,n,K,K), logits (n,K); returns
/// (n,n,K).
[[nodiscard]] at::Tensor predictedChange(const at::Tensor& entk,
                                         const at::Tensor& logits,
                                         std::span<const std::int64_t> labels);

/// A layer's part in the kernel value of a pair.
struct LayerShare {
    std::string layer;
    double value = 0;
};
/// For two samples with vectors u (2,K): kappa(0,1) split by layer; the values add up to the
/// kernel's. images (2,C,H,W); every layer of `extractor` is formed.
[[nodiscard]] std::vector<LayerShare> pairShares(const FeatureExtractor& extractor,
                                                 const at::Tensor& images,
                                                 const at::Tensor& vectors);

}  // namespace winnow::empirical
