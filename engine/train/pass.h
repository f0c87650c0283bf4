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
    /// Logits as forward() gives them in evaluation mode, without shifts. Afterwards, and as long
    /// as neither weights nor samples are changed, backward() gives J(x)^T of any logit gradients
    /// in evaluation mode and directional() J(x) of any direction, as often as they are asked.
    [[nodiscard]] virtual at::Tensor linearise(std::span<const std::int64_t> samples) = 0;
    /// J(x_i) V (B,K) on the CPU for every sample of the last linearise(): how its logits move to
    /// first order when the weights move by V = `direction`, one tensor per parameter in their
    /// order, where the model is. Nothing is formed per sample (methods/lpntk.md, section 3.2).
    /// Valid until the next call.
    [[nodiscard]] virtual at::Tensor directional(const std::vector<at::Tensor>& direction) = 0;
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
