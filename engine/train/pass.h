// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/train/images.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::train {

/// Forward and backward passes of one model over samples of one split. Holds its buffers from batch
/// to batch.
class Pass {
public:
    virtual ~Pass() = default;
    /// Logits (B,K) on the CPU, contiguous, valid until the next call. `shifts` is empty or one per
    /// sample.
    [[nodiscard]] virtual at::Tensor forward(std::span<const std::int64_t> samples,
                                             std::span<const Shift> shifts,
                                             models::Mode mode) = 0;
    /// Gradients by the model's parameters, in their order, of the last forward() in training mode;
    /// `logitGradients` (B,K) on the CPU. Valid until the next call.
    [[nodiscard]] virtual const std::vector<at::Tensor>& backward(
        const at::Tensor& logitGradients) = 0;
    /// ||J(x_i)^T u_i||_2 of every sample of the last forward(), u (B,K) on the CPU; empty where
    /// this pass knows no quicker way than the general one (empirical::gradientNorms).
    [[nodiscard]] virtual std::vector<double> gradientNorms(const at::Tensor& /*vectors*/) {
        return {};
    }
};

/// For any model, by autograd. `source` and `model` outlive it; the pixels are copied to the
/// model's device once.
[[nodiscard]] std::unique_ptr<Pass> autogradPass(const models::Model& model,
                                                 const ImageSource& source);

/// The quickest pass there is for this model.
[[nodiscard]] std::unique_ptr<Pass> passOver(const models::Model& model, const ImageSource& source);

}  // namespace winnow::train
