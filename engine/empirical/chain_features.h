// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/finite.h"
#include "engine/empirical/joint_block.h"
#include "engine/empirical/layer_gradients.h"
#include "engine/models/chain.h"
#include "engine/models/chain_stack.h"
#include "engine/models/network.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// Features of a chain (models/chain.h) in float32 on the CPU: the convolution stages by kernels
/// whose vector lanes are samples, the linear layers by GEMM. No autograd graph.
class ChainFeatures {
public:
    /// How a layer is kept, and where its columns begin when it is formed.
    struct Layer {
        LayerForm form = LayerForm::Formed;
        std::int64_t column = 0;
    };
    /// `layers`: those of the chain in its order; every stage's is Formed. `network` outlives this.
    ChainFeatures(const models::Network& network, models::Chain chain, std::vector<Layer> layers);

    /// As FeatureExtractor::features(); images (n,C,H,W) and vectors (n,K) float32 on the CPU.
    [[nodiscard]] JointBlock features(const at::Tensor& images,
                                      std::span<const at::Tensor> vectors,
                                      const RowNames& names);

    /// The same into a block of this layout.
    void fill(const JointBlock& rows,
              const at::Tensor& images,
              std::span<const at::Tensor> vectors,
              const RowNames& names);

private:
    struct Weights;
    [[nodiscard]] Weights weightsNow() const;
    [[nodiscard]] JointBlock emptyBlock(std::int64_t samples, std::size_t vectors) const;
    /// What enters each linear layer, and the logits last. Keeps what backward() needs.
    [[nodiscard]] std::vector<at::Tensor> forward(const at::Tensor& images, const Weights& weights);
    void writeInputs(const Block& rows, const std::vector<at::Tensor>& activations) const;
    void backward(const Block& rows,
                  const std::vector<at::Tensor>& activations,
                  const at::Tensor& vectors,
                  const Weights& weights,
                  const RowNames& names);

    const models::Network& m_network;
    models::Chain m_chain;
    std::vector<Layer> m_layers;
    std::int64_t m_columns = 0;  ///< of all formed layers
    models::ChainStack m_stack;
};

}  // namespace winnow::empirical
