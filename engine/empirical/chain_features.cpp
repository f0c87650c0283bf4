// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/chain_features.h"

#include "engine/empirical/finite.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace winnow::empirical {
namespace {

/// Samples that go through the stages together: what they keep between forward and backward stays
/// in the caches, and the GEMMs are large enough.
constexpr std::int64_t kChunk = 256;

std::span<float> numbersOf(const at::Tensor& tensor) {
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

/// A sum is finite only where every term is: one cheap number instead of a mask.
void refuseGradients(const at::Tensor& gradients, const RowNames& names) {
    if (!std::isfinite(gradients.sum().item<double>()))
        refuseNonFinite(gradients, "gradients", names);
}

}  // namespace

struct ChainFeatures::Weights {
    std::vector<at::Tensor> weights, biases;  ///< by layer
    std::vector<models::ChainStack::StageWeights> stages;
};

ChainFeatures::ChainFeatures(const models::Network& network,
                             models::Chain chain,
                             std::vector<Layer> layers)
    : m_network(network), m_chain(std::move(chain)), m_layers(std::move(layers)), m_stack(m_chain) {
    const Weights weights = weightsNow();
    for (std::size_t l = 0; l < m_layers.size(); ++l)
        if (m_layers[l].form == LayerForm::Formed)
            m_columns = std::max(
                m_columns,
                m_layers[l].column + weights.weights[l].numel() + weights.biases[l].numel());
}

ChainFeatures::Weights ChainFeatures::weightsNow() const {
    Weights now;
    const auto add = [&](const std::string& name) {
        now.weights.push_back(m_network.tensor(name + ".weight").detach());
        now.biases.push_back(m_network.tensor(name + ".bias").detach());
    };
    for (const models::Stage& stage : m_chain.stages) add(stage.name);
    for (const models::Dense& dense : m_chain.dense) add(dense.name);
    for (std::size_t s = 0; s < m_chain.stages.size(); ++s)
        now.stages.push_back(
            {now.weights[s].const_data_ptr<float>(), now.biases[s].const_data_ptr<float>()});
    return now;
}

JointBlock ChainFeatures::emptyBlock(std::int64_t samples, std::size_t vectors) const {
    const Weights weights = weightsNow();
    JointBlock block;
    block.parts.resize(vectors);
    for (Block& part : block.parts)
        part.formed.push_back(at::empty({samples, m_columns}, at::kFloat));
    Block& first = block.parts.front();
    for (std::size_t l = m_chain.stages.size(); l < m_layers.size(); ++l) {
        if (m_layers[l].form == LayerForm::Formed) continue;
        const at::Tensor& weight = weights.weights[l];
        first.outerInputs.push_back(at::empty({samples, weight.size(1) + 1}, at::kFloat));
        for (Block& part : block.parts)
            part.outerGradients.push_back(at::empty({samples, weight.size(0)}, at::kFloat));
    }
    for (Block& part : block.parts) part = part.withInputsOf(first);
    return block;
}

std::vector<at::Tensor> ChainFeatures::forward(const at::Tensor& images, const Weights& weights) {
    const std::size_t stages = m_chain.stages.size();
    const std::span<const float> pixels(images.const_data_ptr<float>(),
                                        static_cast<std::size_t>(images.numel()));
    const auto image = [&](std::int64_t sample, std::span<float> out) {
        const auto from = pixels.subspan(static_cast<std::size_t>(sample) * out.size(), out.size());
        std::copy(from.begin(), from.end(), out.begin());
    };
    std::vector<at::Tensor> activations{
        at::empty({images.size(0), m_chain.features()}, at::kFloat)};
    m_stack.forward(
        images.size(0), image, weights.stages, numbersOf(activations[0]), at::get_num_threads());
    for (std::size_t l = 0; l < m_chain.dense.size(); ++l) {
        at::Tensor out = at::addmm(
            weights.biases[stages + l], activations.back(), weights.weights[stages + l].t());
        if (m_chain.dense[l].relu) out.relu_();
        activations.push_back(std::move(out));
    }
    return activations;
}

void ChainFeatures::writeInputs(const Block& rows,
                                const std::vector<at::Tensor>& activations) const {
    std::size_t outer = 0;
    for (std::size_t l = 0; l < m_chain.dense.size(); ++l) {
        if (m_layers[m_chain.stages.size() + l].form == LayerForm::Formed) continue;
        const std::int64_t width = activations[l].size(1);
        const at::Tensor& inputs = rows.outerInputs[outer++];
        inputs.narrow(1, 0, width).copy_(activations[l]);
        inputs.select(1, width).fill_(1);
    }
}

void ChainFeatures::backward(const Block& rows,
                             const std::vector<at::Tensor>& activations,
                             const at::Tensor& vectors,
                             const Weights& weights,
                             const RowNames& names) {
    const std::size_t stages = m_chain.stages.size();
    at::Tensor gradient = vectors;
    std::size_t outer = rows.outerGradients.size();
    for (std::size_t l = m_chain.dense.size(); l-- > 0;) {
        const at::Tensor& weight = weights.weights[stages + l];
        const Layer& layer = m_layers[stages + l];
        if (m_chain.dense[l].relu)
            gradient = at::threshold_backward(gradient, activations[l + 1], 0);
        refuseGradients(gradient, names);
        if (layer.form == LayerForm::Formed)
            formLinear(activations[l],
                       gradient,
                       rows.formed[0].narrow(1, layer.column, weight.numel() + weight.size(0)));
        else
            rows.outerGradients[--outer].copy_(gradient);
        gradient = at::mm(gradient, weight);
    }
    refuseGradients(gradient, names);
    std::vector<std::int64_t> columns;
    for (std::size_t s = 0; s < stages; ++s) columns.push_back(m_layers[s].column);
    const at::Tensor& formed = rows.formed[0];
    m_stack.sampleGradients(numbersOf(gradient),
                            {formed.data_ptr<float>(), formed.stride(0), columns},
                            at::get_num_threads());
}

JointBlock ChainFeatures::features(const at::Tensor& images,
                                   std::span<const at::Tensor> vectors,
                                   const RowNames& names) {
    JointBlock block = emptyBlock(images.size(0), vectors.size());
    fill(block, images, vectors, names);
    return block;
}

void ChainFeatures::fill(const JointBlock& rows,
                         const at::Tensor& images,
                         std::span<const at::Tensor> vectors,
                         const RowNames& names) {
    const at::NoGradGuard noGrad;
    const at::Tensor dense = images.detach().contiguous();
    const Weights weights = weightsNow();
    for (std::int64_t begin = 0; begin < images.size(0); begin += kChunk) {
        const std::int64_t count = std::min(kChunk, images.size(0) - begin);
        const JointBlock chunk = rows.rows(begin, count);
        const auto activations = forward(dense.narrow(0, begin, count), weights);
        refuseNonFinite(activations.back(), "logits", names.from(begin));
        writeInputs(chunk.parts.front(), activations);
        for (std::size_t v = 0; v < vectors.size(); ++v)
            backward(chunk.parts[v],
                     activations,
                     vectors[v].narrow(0, begin, count),
                     weights,
                     names.from(begin));
    }
    for (const Block& part : rows.parts) refuseGradients(part.formed[0], names);
}

}  // namespace winnow::empirical
