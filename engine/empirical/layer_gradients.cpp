// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/layer_gradients.h"

#include "engine/store/error.h"

#include <torch/torch.h>

namespace winnow::empirical {
namespace {

struct ConvolutionSizes {
    std::int64_t positions;  ///< T
    std::int64_t patch;      ///< in / groups * k^2
    std::int64_t out;
    std::int64_t bias;       ///< 1 or 0
};

ConvolutionSizes sizesOf(const models::Node& node) {
    return {node.outputShape.at(1) * node.outputShape.at(2),
            node.inputShape.at(0) / node.groups * node.kernel * node.kernel,
            node.out,
            node.bias ? 1 : 0};
}

/// [n, in k^2, T]
at::Tensor unfolded(const models::Node& node, const at::Tensor& input) {
    if (node.kernel == 1 && node.stride == 1 && node.padding == 0) return input.flatten(2);
    return at::im2col(input,
                      {node.kernel, node.kernel},
                      {node.dilation, node.dilation},
                      {node.padding, node.padding},
                      {node.stride, node.stride});
}

}  // namespace

std::int64_t macsPerPair(const models::Node& node, LayerForm form) {
    switch (node.op) {
        case models::Op::Linear: {
            const std::int64_t in = node.inputShape.at(0) + 1;
            return form == LayerForm::Outer ? in + node.out : in * node.out;
        }
        case models::Op::BatchNorm: return 2 * node.out;
        case models::Op::Convolution: {
            const ConvolutionSizes s = sizesOf(node);
            return form == LayerForm::Ghost ? s.positions * s.positions * (s.patch + s.bias + s.out)
                                            : s.out * (s.patch + s.bias);
        }
        default: return 0;
    }
}

std::int64_t numbersPerSample(const models::Node& node, LayerForm form) {
    if (node.op == models::Op::Convolution && form == LayerForm::Ghost) {
        const ConvolutionSizes s = sizesOf(node);
        return s.positions * (s.patch + s.bias + s.out);
    }
    return macsPerPair(node, form);
}

LayerForm cheapestForm(const models::Node& node) {
    if (node.op == models::Op::Linear)
        return macsPerPair(node, LayerForm::Outer) < macsPerPair(node, LayerForm::Formed) ? LayerForm::Outer
                                                                                          : LayerForm::Formed;
    const bool oneGroup = node.op == models::Op::Convolution && node.groups == 1;
    if (oneGroup && macsPerPair(node, LayerForm::Ghost) < macsPerPair(node, LayerForm::Formed)) return LayerForm::Ghost;
    return LayerForm::Formed;
}

at::Tensor formedConvolution(const models::Node& node, const at::Tensor& input, const at::Tensor& gradient) {
    const ConvolutionSizes s = sizesOf(node);
    const std::int64_t n = input.size(0);
    const at::Tensor g = gradient.reshape({n * node.groups, s.out / node.groups, s.positions});
    const at::Tensor u = unfolded(node, input).reshape({n * node.groups, s.patch, s.positions});
    const at::Tensor weight = at::bmm(g, u.transpose(1, 2)).reshape({n, s.out * s.patch});
    return node.bias ? at::cat({weight, gradient.sum({2, 3})}, 1) : weight;
}

at::Tensor formedLinear(const at::Tensor& input, const at::Tensor& gradient) {
    const at::Tensor weight = at::bmm(gradient.unsqueeze(2), input.unsqueeze(1)).flatten(1);
    return at::cat({weight, gradient}, 1);
}

at::Tensor formedNorm(const models::Node& node, const at::Tensor& input, const at::Tensor& gradient,
                      const at::Tensor& mean, const at::Tensor& variance) {
    const at::Tensor scale = at::rsqrt(variance + node.eps).view({1, -1, 1, 1});
    const at::Tensor normalised = (input - mean.view({1, -1, 1, 1})) * scale;
    return at::cat({(gradient * normalised).sum({2, 3}), gradient.sum({2, 3})}, 1);
}

at::Tensor withOnes(const at::Tensor& input) {
    return at::cat({input, at::ones({input.size(0), 1}, input.options())}, 1);
}

at::Tensor patches(const models::Node& node, const at::Tensor& input) {
    const at::Tensor u = unfolded(node, input).transpose(1, 2);
    if (!node.bias) return u.contiguous();
    return at::cat({u, at::ones({u.size(0), u.size(1), 1}, u.options())}, 2);
}

}  // namespace winnow::empirical
