// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/chain.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace winnow::models {

/// The convolution stages of a chain, forward and backward, on blocks of samples that are spread
/// over threads. Holds its buffers from batch to batch. The same bits for the same number of
/// threads.
class ChainStack {
public:
    explicit ChainStack(const Chain& chain);
    ~ChainStack();

    /// Weights and biases of each stage, PyTorch's layouts.
    struct StageWeights {
        const float* weight;
        const float* bias;
    };
    /// Writes the image [C, H, W] of one of the samples 0, 1, ...; called from several threads.
    using Images = std::function<void(std::int64_t sample, std::span<float> image)>;
    /// features [samples, chain.features()], channels outermost as flatten() gives them. Keeps what
    /// backward() needs.
    void forward(std::int64_t samples,
                 const Images& images,
                 std::span<const StageWeights> weights,
                 std::span<float> features,
                 int threads);

    /// How the features of the last forward() move to first order when the stages' weights move by
    /// `directions`: featureTangents as features, same weights and threads as there.
    void directional(std::span<const StageWeights> weights,
                     std::span<const StageWeights> directions,
                     std::span<float> featureTangents,
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

    /// Rows of numbers, one per sample, and where each stage's weight and bias gradient begin in
    /// them: the bias straight after the weight, PyTorch's order.
    struct SampleRows {
        float* first;
        std::int64_t stride;
        std::span<const std::int64_t> columns;  ///< by stage
    };
    /// Each sample's own gradients instead of their sum; otherwise as backward().
    void sampleGradients(std::span<const float> featureGradients,
                         const SampleRows& rows,
                         int threads);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::models
