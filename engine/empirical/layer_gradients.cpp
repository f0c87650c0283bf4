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
    std::int64_t bias;  ///< 1 or 0
};

ConvolutionSizes sizesOf(const models::Node& node) {
    return {node.outputShape.at(1) * node.outputShape.at(2),
            node.inputShape.at(0) / node.groups * node.kernel * node.kernel,
            node.out,
            node.bias ? 1 : 0};
}

}  // namespace

std::int64_t macsPerPair(const models::Node& node, LayerForm form, std::int64_t vectors) {
    switch (node.op) {
        case models::Op::Linear: {
            const std::int64_t in = node.inputShape.at(0) + 1;
            return form == LayerForm::Outer ? in + vectors * node.out : vectors * in * node.out;
        }
        case models::Op::BatchNorm:
            return vectors * 2 * node.out;
        case models::Op::Convolution: {
            const ConvolutionSizes s = sizesOf(node);
            const std::int64_t patch = s.patch + s.bias;
            return form == LayerForm::Ghost ? s.positions * s.positions * (patch + vectors * s.out)
                                            : vectors * s.out * patch;
        }
        default:
            return 0;
    }
}

std::int64_t numbersPerSample(const models::Node& node, LayerForm form, std::int64_t vectors) {
    if (node.op == models::Op::Convolution && form == LayerForm::Ghost) {
        const ConvolutionSizes s = sizesOf(node);
        return s.positions * (s.patch + s.bias + vectors * s.out);
    }
    return macsPerPair(node, form, vectors);
}

LayerForm cheapestForm(const models::Node& node) {
    if (node.op == models::Op::Linear)
        return macsPerPair(node, LayerForm::Outer) < macsPerPair(node, LayerForm::Formed)
                   ? LayerForm::Outer
                   : LayerForm::Formed;
    const bool oneGroup = node.op == models::Op::Convolution && node.groups == 1;
    if (oneGroup && macsPerPair(node, LayerForm::Ghost) < macsPerPair(node, LayerForm::Formed))
        return LayerForm::Ghost;
    return LayerForm::Formed;
}

void formConvolution(const models::Node& node,
                     const at::Tensor& patches,
                     const at::Tensor& gradient,
                     const at::Tensor& out) {
    const ConvolutionSizes s = sizesOf(node);
    const std::int64_t groupOut = s.out / node.groups;
    for (std::int64_t group = 0; group < node.groups; ++group) {
        at::Tensor weight = out.narrow(1, group * groupOut * s.patch, groupOut * s.patch)
                                .unflatten(1, {groupOut, s.patch});
        at::bmm_out(weight,
                    gradient.flatten(2).narrow(1, group * groupOut, groupOut),
                    patches.narrow(1, group * s.patch, s.patch).transpose(1, 2));
    }
    if (node.bias) out.narrow(1, s.out * s.patch, s.out).copy_(gradient.sum({2, 3}));
}

void formLinear(const at::Tensor& input, const at::Tensor& gradient, const at::Tensor& out) {
    const std::int64_t weights = gradient.size(1) * input.size(1);
    at::Tensor weight = out.narrow(1, 0, weights).unflatten(1, {gradient.size(1), input.size(1)});
    at::mul_out(weight, gradient.unsqueeze(2), input.unsqueeze(1));
    out.narrow(1, weights, gradient.size(1)).copy_(gradient);
}

void formNorm(const models::Node& node,
              const at::Tensor& input,
              const at::Tensor& gradient,
              const at::Tensor& mean,
              const at::Tensor& variance,
              const at::Tensor& out) {
    const at::Tensor scale = at::rsqrt(variance + node.eps).view({1, -1, 1, 1});
    const at::Tensor normalised = (input - mean.view({1, -1, 1, 1})) * scale;
    out.narrow(1, 0, node.out).copy_((gradient * normalised).sum({2, 3}));
    out.narrow(1, node.out, node.out).copy_(gradient.sum({2, 3}));
}

at::Tensor withOnes(const at::Tensor& input) {
    return at::cat({input, at::ones({input.size(0), 1}, input.options())}, 1);
}

at::Tensor byPosition(const models::Node& node, const at::Tensor& patches) {
    const at::Tensor u = patches.transpose(1, 2);
    if (!node.bias) return u.contiguous();
    return at::cat({u, at::ones({u.size(0), u.size(1), 1}, u.options())}, 2);
}

}  // namespace winnow::empirical
