// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::train {

/// What one batch of logits says about its samples. Computed in float64, whatever the logits are
/// in.
struct Outcome {
    std::vector<double> loss;              ///< [B] cross-entropy, -log softmax(z)_y
    std::vector<double> margin;            ///< [B] z_y minus the largest other logit
    std::vector<std::int64_t> prediction;  ///< [B] class of the largest logit, the lowest of equals
    std::vector<double> probability;       ///< [B] softmax(z)_y
    std::vector<double> error;             ///< [B] ||softmax(z) - onehot(y)||_2, EL2N

    [[nodiscard]] double lossSum() const;
};

/// logits [B,K] row-major, labels [B] in 0..K-1. `gradient` is empty or [B,K]: it gets the gradient
/// of the mean loss, (softmax(z) - onehot(y)) / B. NaN logits give NaN losses, never an exception.
template <typename T>
[[nodiscard]] Outcome crossEntropy(std::span<const T> logits,
                                   std::span<const std::int64_t> labels,
                                   std::span<T> gradient = {});

/// The same for half the mean over the classes of (z - t)^2 (methods/kip-convnet.md, section 10):
/// `loss` and `gradient` are of it, all else as above. `targets` [B,K].
template <typename T>
[[nodiscard]] Outcome squaredError(std::span<const T> logits,
                                   std::span<const std::int64_t> labels,
                                   std::span<const float> targets,
                                   std::span<T> gradient = {});

}  // namespace winnow::train
