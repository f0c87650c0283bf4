// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/chain.h"
#include "engine/train/images.h"

#include <cstdint>
#include <memory>
#include <span>

namespace winnow::train {

/// The convolution stages of a chain, forward and backward, on blocks of samples that are spread
/// over threads. Holds its buffers from batch to batch. The same bits for the same number of
/// threads.
class ChainStack {
public:
    /// `source` outlives it.
    ChainStack(const Chain& chain, const ImageSource& source);
    ~ChainStack();

    /// Weights and biases of each stage, PyTorch's layouts.
    struct StageWeights {
        const float* weight;
        const float* bias;
    };
    /// features [samples, chain.features()], channels outermost as flatten() gives them. Keeps what
    /// backward() needs.
    void forward(std::span<const std::int64_t> samples,
                 std::span<const Shift> shifts,
                 std::span<const StageWeights> weights,
                 std::span<float> features,
                 int threads);

    struct StageGradients {
        float* weight;
        float* bias;
    };
    /// Of the last forward(), same threads: featureGradients as features; `gradients` are
    /// overwritten.
    /// `squares` is empty or [samples]: to it is added the squared norm of each sample's own
    /// gradient by the stages.
    void backward(std::span<const float> featureGradients,
                  std::span<const StageGradients> gradients,
                  std::span<double> squares,
                  int threads);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::train
