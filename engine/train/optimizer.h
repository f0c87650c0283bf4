// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"
#include "engine/train/options.h"

#include <memory>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::train {

/// Moves parameters along their gradients, as torch.optim.SGD, Adam and AdamW do (no dampening, no
/// Nesterov, betas 0.9 and 0.999, eps 1e-8), with one fused pass over all of them.
class Optimizer {
public:
    /// `parameters` share their storage with the model.
    Optimizer(const OptimizerOptions& options, std::vector<at::Tensor> parameters);
    ~Optimizer();
    Optimizer(Optimizer&&) noexcept;

    /// `gradients` in the order of the parameters.
    void step(const std::vector<at::Tensor>& gradients, double learningRate);

    /// Momentum or moments, by position; empty for SGD without momentum.
    [[nodiscard]] store::NamedArrays state() const;
    /// Throws Error{BadInput} when the arrays belong to other parameters or another kind.
    void restore(const store::NamedArrays& state);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::train
