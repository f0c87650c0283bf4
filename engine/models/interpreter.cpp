// SPDX-License-Identifier: Apache-2.0
#include "engine/models/interpreter.h"

#include "engine/store/error.h"

#include <torch/torch.h>

#include <map>
#include <string>

namespace winnow::models {
namespace {

constexpr double kNormMomentum = 0.1;  // PyTorch's default

using Tensors = std::vector<at::Tensor>;

at::Tensor convolution(const Node& node,
                       const at::Tensor& x,
                       const at::Tensor& weight,
                       const at::Tensor& bias) {
    return at::conv2d(x,
                      weight,
                      bias,
                      {node.stride, node.stride},
                      {node.padding, node.padding},
                      {node.dilation, node.dilation},
                      node.groups);
}

at::Tensor averagePool(const Node& node, const at::Tensor& x) {
    return at::avg_pool2d(x, {node.kernel, node.kernel}, {node.stride, node.stride});
}

/// Tensors of a node's inputs; -1 is the image.
Tensors inputsOf(const Node& node, const at::Tensor& images, const Tensors& values) {
    Tensors inputs;
    for (const int from : node.inputs)
        inputs.push_back(from < 0 ? images : values[static_cast<std::size_t>(from)]);
    return inputs;
}

/// In training a norm layer divides by the deviation of a channel over the batch.
void requireSpread(const Node& node, const at::Tensor& x) {
    if (x.numel() != x.size(1)) return;
    throw badInput("the norm layer " + node.name +
                   " gets a batch of one sample with one number a channel, which has no spread to "
                   "divide by; choose a batch size that leaves no single sample over, larger "
                   "images, or a network without norm layers");
}

/// Undefined tensors are zeros.
at::Tensor sumOf(const at::Tensor& a, const at::Tensor& b) {
    if (!a.defined()) return b;
    return b.defined() ? a + b : a;
}

/// Moves node by node what the images and the weights move by; undefined where nothing does.
class Tangent {
public:
    Tangent(const Network& network, const Tensors& direction) : m_network(network) {
        const std::vector<std::string> names = network.parameterNames();
        for (std::size_t i = 0; i < names.size(); ++i) m_direction[names[i]] = direction[i];
    }

    /// `x`, `y`: inputs and output of the node; `moved`: its inputs' tangents.
    [[nodiscard]] at::Tensor of(const Node& node,
                                const Tensors& x,
                                const at::Tensor& y,
                                const Tensors& moved) const {
        const at::Tensor& by = moved[0];
        switch (node.op) {
            case Op::Convolution: {
                const at::Tensor own = convolution(node,
                                                   x[0],
                                                   along(node, "weight"),
                                                   node.bias ? along(node, "bias") : at::Tensor());
                return by.defined() ? own + convolution(node, by, tensor(node, "weight"), {}) : own;
            }
            case Op::Linear: {
                const at::Tensor own = at::linear(x[0], along(node, "weight"), along(node, "bias"));
                return by.defined() ? own.addmm(by, tensor(node, "weight").t()) : own;
            }
            case Op::BatchNorm:
                return ofNorm(node, x[0], by);
            case Op::Add:
                return sumOf(by, moved[1]);
            default:
                return by.defined() ? ofFixed(node, x[0], y, by) : at::Tensor();
        }
    }

private:
    [[nodiscard]] at::Tensor along(const Node& node, const char* part) const {
        return m_direction.at(node.name + '.' + part);
    }
    [[nodiscard]] at::Tensor tensor(const Node& node, const char* part) const {
        return m_network.tensor(node.name + '.' + part);
    }
    /// y = (x - mean) r g + b with r = 1 / sqrt(variance + eps): y' = (x - mean) r g' + b' + x' r
    /// g.
    [[nodiscard]] at::Tensor ofNorm(const Node& node,
                                    const at::Tensor& x,
                                    const at::Tensor& by) const {
        const auto perChannel = [](const at::Tensor& values) { return values.view({1, -1, 1, 1}); };
        const at::Tensor r = at::rsqrt(tensor(node, "running_var") + node.eps);
        const at::Tensor slope = r * along(node, "weight");
        const at::Tensor offset = along(node, "bias") - tensor(node, "running_mean") * slope;
        const at::Tensor own = at::addcmul(perChannel(offset), x, perChannel(slope));
        if (!by.defined()) return own;
        return own.addcmul(by, perChannel(r * tensor(node, "weight")));
    }
    /// Nodes without parameters.
    static at::Tensor ofFixed(const Node& node,
                              const at::Tensor& x,
                              const at::Tensor& y,
                              const at::Tensor& by) {
        switch (node.op) {
            case Op::Relu:
                return at::threshold_backward(by, y, 0);
            case Op::MaxPool: {
                const at::Tensor chosen = std::get<1>(at::max_pool2d_with_indices(
                    x, {node.kernel, node.kernel}, {node.stride, node.stride}));
                return by.flatten(2).gather(2, chosen.flatten(2)).view_as(y);
            }
            case Op::AveragePool:
                return averagePool(node, by);
            case Op::GlobalAveragePool:
                return by.mean({2, 3});
            case Op::Flatten:
                return by.flatten(1);
            case Op::Dropout:
                return by;
            default:
                throw internalError("a network node of unknown kind");
        }
    }

    const Network& m_network;
    std::map<std::string, at::Tensor> m_direction;
};

}  // namespace

at::Tensor applied(const Network& network, const Node& node, const Tensors& inputs, Mode mode) {
    const at::Tensor& x = inputs[0];
    const auto get = [&](const char* part) { return network.tensor(node.name + '.' + part); };
    switch (node.op) {
        case Op::Convolution:
            return convolution(node, x, get("weight"), node.bias ? get("bias") : at::Tensor());
        case Op::BatchNorm:
            if (mode == Mode::Training) requireSpread(node, x);
            return at::batch_norm(x,
                                  get("weight"),
                                  get("bias"),
                                  get("running_mean"),
                                  get("running_var"),
                                  mode == Mode::Training,
                                  kNormMomentum,
                                  node.eps,
                                  false);
        case Op::Linear:
            return at::linear(x, get("weight"), get("bias"));
        case Op::Relu:
            return at::relu(x);
        case Op::MaxPool:
            return at::max_pool2d(x, {node.kernel, node.kernel}, {node.stride, node.stride});
        case Op::AveragePool:
            return averagePool(node, x);
        case Op::GlobalAveragePool:
            return x.mean({2, 3});
        case Op::Flatten:
            return x.flatten(1);
        case Op::Add:
            return x + inputs[1];
        case Op::Dropout:
            return mode == Mode::Training ? at::dropout(x, node.rate, true) : x;
    }
    throw internalError("a network node of unknown kind");
}

std::vector<at::Tensor> nodeValues(const Network& network, const at::Tensor& images) {
    Tensors values;
    for (const Node& node : network.architecture().nodes)
        values.push_back(applied(network, node, inputsOf(node, images, values), Mode::Evaluation));
    return values;
}

at::Tensor logitTangent(const Network& network,
                        const at::Tensor& images,
                        const std::vector<at::Tensor>& values,
                        const std::vector<at::Tensor>& direction) {
    const at::NoGradGuard noGrad;
    const Tangent tangent(network, direction);
    Tensors moved;
    const std::vector<Node>& nodes = network.architecture().nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        moved.push_back(tangent.of(nodes[i],
                                   inputsOf(nodes[i], images, values),
                                   values[i],
                                   inputsOf(nodes[i], {}, moved)));
    return moved.back().defined() ? moved.back() : at::zeros_like(values.back());
}

}  // namespace winnow::models
