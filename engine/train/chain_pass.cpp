// SPDX-License-Identifier: Apache-2.0
#include "engine/train/chain_pass.h"

#include "engine/models/chain_stack.h"

#include <torch/torch.h>

#include <array>
#include <cmath>
#include <utility>

namespace winnow::train {
namespace {

/// Gradients by hand: the stages by ChainStack, the linear layers by GEMM into buffers that stay.
class ChainPass final : public Pass {
public:
    ChainPass(const models::Network& network, models::Chain chain, const ImageSource& source)
        : m_chain(std::move(chain)),
          m_stack(m_chain),
          m_source(source),
          m_values(normalisedValues<float>(source)) {
        for (const models::Stage& stage : m_chain.stages) addLayer(network, stage.name);
        for (const models::Dense& dense : m_chain.dense) addLayer(network, dense.name);
    }

    at::Tensor forward(std::span<const std::int64_t> samples,
                       std::span<const Shift> shifts,
                       models::Mode /*mode*/) override {
        const at::NoGradGuard noGrad;
        const auto batch = static_cast<std::int64_t>(samples.size());
        const at::Tensor features = buffer(0, batch, m_chain.features());
        const auto image = [&](std::int64_t sample, std::span<float> out) {
            const auto one = static_cast<std::size_t>(sample);
            assemble<float>(m_source,
                            m_values,
                            samples.subspan(one, 1),
                            shifts.empty() ? shifts : shifts.subspan(one, 1),
                            out);
        };
        m_stack.forward(batch, image, stageWeights(), numbersOf(features), at::get_num_threads());
        m_activations = {features};
        for (std::size_t l = 0; l < m_chain.dense.size(); ++l) {
            const std::size_t layer = m_chain.stages.size() + l;
            at::Tensor out = buffer(l + 1, batch, m_weights[layer].size(0));
            at::addmm_out(out, m_biases[layer], m_activations.back(), m_weights[layer].t());
            if (m_chain.dense[l].relu) out.relu_();
            m_activations.push_back(out);
        }
        return m_activations.back();
    }

    const std::vector<at::Tensor>& backward(const at::Tensor& logitGradients) override {
        backward(logitGradients, {});
        return m_gradients;
    }

    /// Without dropout and norm layers both modes are one, and forward() keeps all there is.
    at::Tensor linearise(std::span<const std::int64_t> samples) override {
        return forward(samples, {}, models::Mode::Evaluation);
    }

    /// Stage by stage, a' = conv(a, V) + conv(a', W) + v where ReLU and pooling let through; layer
    /// by layer, h' = h V^T + h' W^T + v where ReLU does.
    at::Tensor directional(const std::vector<at::Tensor>& direction) override {
        const at::NoGradGuard noGrad;
        std::vector<at::Tensor> held;
        std::vector<models::ChainStack::StageWeights> directions;
        for (std::size_t s = 0; s < m_chain.stages.size(); ++s) {
            held.push_back(direction[2 * s].contiguous());
            held.push_back(direction[2 * s + 1].contiguous());
            directions.push_back(
                {held[2 * s].const_data_ptr<float>(), held[2 * s + 1].const_data_ptr<float>()});
        }
        at::Tensor tangent = at::empty_like(m_activations.front());
        m_stack.directional(stageWeights(), directions, numbersOf(tangent), at::get_num_threads());
        for (std::size_t l = 0; l < m_chain.dense.size(); ++l) {
            const std::size_t layer = m_chain.stages.size() + l;
            tangent = at::mm(tangent, m_weights[layer].t());
            tangent.addmm_(m_activations[l], direction[2 * layer].t());
            tangent.add_(direction[2 * layer + 1]);
            if (m_chain.dense[l].relu)
                tangent = at::threshold_backward(tangent, m_activations[l + 1], 0);
        }
        return tangent;
    }

    std::vector<double> gradientNorms(const at::Tensor& vectors) override {
        std::vector<double> squares(static_cast<std::size_t>(vectors.size(0)), 0.0);
        backward(vectors, squares);
        for (double& value : squares) value = std::sqrt(value);
        return squares;
    }

private:
    [[nodiscard]] std::vector<models::ChainStack::StageWeights> stageWeights() const {
        std::vector<models::ChainStack::StageWeights> weights;
        for (std::size_t s = 0; s < m_chain.stages.size(); ++s)
            weights.push_back(
                {m_weights[s].const_data_ptr<float>(), m_biases[s].const_data_ptr<float>()});
        return weights;
    }
    /// Fills m_gradients; `squares` is empty or [B] and gets each sample's own squared norm.
    void backward(const at::Tensor& logitGradients, std::span<double> squares) {
        const at::NoGradGuard noGrad;
        at::Tensor gradient = logitGradients;
        for (std::size_t l = m_chain.dense.size(); l-- > 0;) {
            const std::size_t layer = m_chain.stages.size() + l;
            if (m_chain.dense[l].relu)
                gradient = at::threshold_backward(gradient, m_activations[l + 1], 0);
            at::mm_out(m_gradients[2 * layer], gradient.t(), m_activations[l]);
            at::sum_out(m_gradients[2 * layer + 1], gradient, {0});
            if (!squares.empty()) addDense(gradient, m_activations[l], squares);
            gradient = at::mm(gradient, m_weights[layer]);
        }
        std::vector<models::ChainStack::StageGradients> stages;
        for (std::size_t s = 0; s < m_chain.stages.size(); ++s)
            stages.push_back(
                {m_gradients[2 * s].data_ptr<float>(), m_gradients[2 * s + 1].data_ptr<float>()});
        m_stack.backward(numbersOf(gradient), stages, squares, at::get_num_threads());
    }
    /// A linear layer's own: ||g a^T||^2 + ||g||^2 = ||g||^2 (||a||^2 + 1).
    static void addDense(const at::Tensor& gradient,
                         const at::Tensor& input,
                         std::span<double> squares) {
        const at::Tensor both = gradient.square().sum(1) * (input.square().sum(1) + 1);
        const float* values = both.const_data_ptr<float>();
        for (std::size_t i = 0; i < squares.size(); ++i) squares[i] += values[i];
    }
    /// Weight before bias, layer by layer: the order of Network::parameters() for a chain.
    void addLayer(const models::Network& network, const std::string& name) {
        m_weights.push_back(network.tensor(name + ".weight").detach());
        m_biases.push_back(network.tensor(name + ".bias").detach());
        m_gradients.push_back(at::empty_like(m_weights.back()));
        m_gradients.push_back(at::empty_like(m_biases.back()));
    }
    static std::span<float> numbersOf(const at::Tensor& tensor) {
        return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
    }
    at::Tensor buffer(std::size_t index, std::int64_t batch, std::int64_t width) {
        if (m_buffers.size() <= index) m_buffers.resize(index + 1);
        at::Tensor& held = m_buffers[index];
        if (!held.defined() || held.size(0) < batch) held = at::empty({batch, width}, at::kFloat);
        return held.narrow(0, 0, batch);
    }

    models::Chain m_chain;
    models::ChainStack m_stack;
    const ImageSource& m_source;
    std::vector<std::array<float, 256>> m_values;
    std::vector<at::Tensor> m_weights, m_biases;  // by layer, sharing the network's storage
    std::vector<at::Tensor> m_gradients;
    std::vector<at::Tensor> m_buffers, m_activations;
};

}  // namespace

std::unique_ptr<Pass> chainPass(const models::Network& network, const ImageSource& source) {
    if (network.device() != models::Device::Cpu ||
        network.precision() != models::Precision::Float32)
        return nullptr;
    std::optional<models::Chain> chain = models::chainOf(network.architecture());
    if (!chain) return nullptr;
    return std::make_unique<ChainPass>(network, std::move(*chain), source);
}

}  // namespace winnow::train
