// SPDX-License-Identifier: Apache-2.0
#include "engine/train/optimizer.h"

#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <torch/torch.h>

#include <optional>
#include <string>
#include <utility>

namespace winnow::train {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;  // torch.optim.Adam's defaults

std::vector<at::Tensor> zerosLike(const std::vector<at::Tensor>& tensors) {
    std::vector<at::Tensor> zeros;
    for (const at::Tensor& tensor : tensors)
        zeros.push_back(at::zeros_like(tensor, at::MemoryFormat::Preserve));
    return zeros;
}

/// Adam adds the weight decay to the gradient, AdamW takes it off the weights; else they are one.
using FusedStep = void (*)(at::TensorList parameters,
                           at::TensorList gradients,
                           at::TensorList firstMoments,
                           at::TensorList secondMoments,
                           at::TensorList largestSecondMoments,
                           at::TensorList steps,
                           double learningRate,
                           double beta1,
                           double beta2,
                           double weightDecay,
                           double epsilon,
                           bool amsgrad,
                           bool maximize,
                           const std::optional<at::Tensor>& gradScale,
                           const std::optional<at::Tensor>& foundInf);

FusedStep fusedStep(OptimizerKind kind) {
    if (kind == OptimizerKind::Adam) return at::_fused_adam_;
    return at::_fused_adamw_;
}

}  // namespace

struct Optimizer::Impl {
    OptimizerOptions options;
    std::vector<at::Tensor> parameters;
    std::vector<at::Tensor> momentum;                          // SGD
    std::vector<at::Tensor> firstMoment, secondMoment, steps;  // Adam, AdamW

    [[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> named() const {
        std::vector<std::pair<std::string, at::Tensor>> all;
        const auto add = [&](const std::string& kind, const std::vector<at::Tensor>& tensors) {
            for (std::size_t i = 0; i < tensors.size(); ++i)
                all.emplace_back(kind + "." + std::to_string(i), tensors[i]);
        };
        add("momentum", momentum);
        add("first", firstMoment);
        add("second", secondMoment);
        add("steps", steps);
        return all;
    }
};

Optimizer::Optimizer(const OptimizerOptions& options, std::vector<at::Tensor> parameters)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    m_impl->options = options;
    for (const at::Tensor& parameter : parameters) m_impl->parameters.push_back(parameter.detach());
    if (options.kind == OptimizerKind::Sgd) {
        // A zero buffer gives PyTorch's first step too: without dampening, momentum * 0 + g = g.
        if (options.momentum > 0) m_impl->momentum = zerosLike(m_impl->parameters);
        return;
    }
    m_impl->firstMoment = zerosLike(m_impl->parameters);
    m_impl->secondMoment = zerosLike(m_impl->parameters);
    for (const at::Tensor& parameter : m_impl->parameters)
        m_impl->steps.push_back(
            at::zeros({}, at::TensorOptions().dtype(at::kFloat).device(parameter.device())));
}

Optimizer::~Optimizer() = default;
Optimizer::Optimizer(Optimizer&&) noexcept = default;

void Optimizer::step(const std::vector<at::Tensor>& gradients, double learningRate) {
    const at::NoGradGuard noGrad;
    Impl& s = *m_impl;
    const OptimizerOptions& o = s.options;
    if (o.kind == OptimizerKind::Sgd) {
        at::_fused_sgd_(s.parameters,
                        gradients,
                        s.momentum,
                        o.weightDecay,
                        o.momentum,
                        learningRate,
                        /*dampening=*/0.0,
                        /*nesterov=*/false,
                        /*maximize=*/false,
                        /*is_first_step=*/false);
        return;
    }
    at::_foreach_add_(s.steps, 1);
    fusedStep(o.kind)(s.parameters,
                      gradients,
                      s.firstMoment,
                      s.secondMoment,
                      {},
                      s.steps,
                      learningRate,
                      kBeta1,
                      kBeta2,
                      o.weightDecay,
                      kEpsilon,
                      /*amsgrad=*/false,
                      /*maximize=*/false,
                      /*grad_scale=*/{},
                      /*found_inf=*/{});
}

store::NamedArrays Optimizer::state() const {
    store::NamedArrays arrays;
    for (const auto& [name, tensor] : m_impl->named()) arrays[name] = models::toArray(tensor);
    return arrays;
}

void Optimizer::restore(const store::NamedArrays& state) {
    const at::NoGradGuard noGrad;
    const auto named = m_impl->named();
    if (state.size() != named.size())
        throw badInput("the optimiser's state is of another optimiser");
    for (const auto& [name, tensor] : named) {
        const auto it = state.find(name);
        if (it == state.end() || it->second.shape != tensor.sizes().vec())
            throw badInput("the optimiser's state does not fit the model at " + name);
        at::Tensor target = tensor;
        target.copy_(models::toTensor(it->second));
    }
}

}  // namespace winnow::train
