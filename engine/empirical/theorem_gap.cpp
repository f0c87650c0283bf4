// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/theorem_gap.h"

#include "engine/empirical/kind.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <torch/torch.h>

#include <cmath>
#include <string>
#include <utility>

namespace winnow::empirical {
namespace {

std::vector<std::string> layersOf(const models::Network& mlp) {
    std::vector<std::string> names;
    for (const models::Node& node : mlp.architecture().nodes)
        if (node.op == models::Op::Linear) names.push_back(node.name);
    return names;
}

/// Both samples' features below a layer, and their kernel K^g; a vector is a diagonal.
struct Below {
    at::Tensor features;  ///< (2, w)
    at::Tensor kernel;    ///< undefined at the image, (w) or (w, w)
    [[nodiscard]] double product() const {
        return (features[0] * features[1]).sum().item<double>() + 1;
    }
    /// W K^g W^T; the kernel is defined.
    [[nodiscard]] at::Tensor through(const at::Tensor& weight) const {
        return (kernel.dim() == 1 ? weight * kernel : weight.mm(kernel)).mm(weight.t());
    }
};

Below above(const Below& below, const at::Tensor& weight, const at::Tensor& bias) {
    const at::Tensor before = at::addmm(bias, below.features, weight.t());
    const at::Tensor slopes = (before > 0).to(before.scalar_type());
    Below next{at::relu(before), {}};
    if (!below.kernel.defined()) {
        next.kernel = slopes[0] * slopes[1] * below.product();
        return next;
    }
    next.kernel = below.through(weight);
    next.kernel.diagonal().add_(below.product());
    next.kernel.mul_(slopes[0].unsqueeze(1)).mul_(slopes[1].unsqueeze(0));
    return next;
}

}  // namespace

models::Network theoremNetwork(const models::ArchitectureOptions& options,
                               std::uint64_t seed,
                               models::Device device) {
    models::Architecture architecture = models::buildArchitecture(options);
    store::NamedArrays weights;
    for (const models::ParameterFacts& facts : architecture.parameters) {
        store::Array array(store::DType::Float64, facts.shape);
        if (facts.name.ends_with(".weight")) {
            Random random({seed, Random::wordOf(facts.name)});
            const double deviation = 1.0 / std::sqrt(static_cast<double>(facts.shape.at(1)));
            for (double& value : array.as<double>()) value = deviation * random.normal();
        }
        weights[facts.name] = std::move(array);
    }
    return {std::move(architecture),
            weights,
            "the theorem's initialisation",
            models::Precision::Float64,
            device};
}

double theoremBound(std::int64_t classes, std::int64_t width, double largest, double delta) {
    const auto k = static_cast<double>(classes);
    const double log = std::log(8 * k * k / delta);
    return 8 * k * largest / std::sqrt(static_cast<double>(width)) *
           std::max(2 * std::sqrt(2 * log), std::sqrt(2.0) * log);
}

TheoremGap theoremGap(const models::Network& mlp,
                      const at::Tensor& images,
                      const std::array<std::int64_t, 2>& labels,
                      double delta) {
    const at::NoGradGuard noGrad;
    const std::vector<std::string> layers = layersOf(mlp);
    if (layers.size() < 2)
        throw badInput("the network has no hidden layer; the theorem speaks of one with features");
    Below below{images.flatten(1), {}};
    for (std::size_t l = 0; l + 1 < layers.size(); ++l)
        below = above(below, mlp.tensor(layers[l] + ".weight"), mlp.tensor(layers[l] + ".bias"));
    const std::int64_t classes = mlp.classes();
    at::Tensor block = below.through(mlp.tensor(layers.back() + ".weight"));
    block.diagonal().add_(below.product());

    const std::vector<double> signs = outputVectors(KernelKind::LpNtk, labels, classes);
    const at::Tensor vectors = at::tensor(signs, at::kDouble).view({2, classes}).to(block.device());
    const at::Tensor kappa = vectors[0].matmul(block.to(at::kDouble)).matmul(vectors[1]);
    TheoremGap result;
    const std::int64_t width = below.features.size(1);
    result.gap = (kappa * at::eye(classes, vectors.options()) - block).norm().item<double>();
    result.scaled = result.gap / std::sqrt(static_cast<double>(width));
    result.largest = below.kernel.abs().max().item<double>();
    result.bound = theoremBound(classes, width, result.largest, delta);
    return result;
}

std::vector<std::array<std::int64_t, 2>> pairsOfBothSorts(std::span<const std::int64_t> labels,
                                                          std::int64_t count,
                                                          std::uint64_t seed) {
    if (labels.size() < 2)
        throw badInput("the data set has fewer than 2 training samples; a pair needs two");
    Random random({seed, Random::wordOf("pairs")});
    std::vector<std::array<std::int64_t, 2>> pairs;
    std::vector<std::int64_t> partners;
    for (std::int64_t p = 0; p < count; ++p) {
        const auto one = static_cast<std::int64_t>(random.below(labels.size()));
        const bool equal = p % 2 == 0;
        partners.clear();
        for (std::int64_t i = 0; i < std::ssize(labels); ++i)
            if (i != one && (labels[at(i)] == labels[at(one)]) == equal) partners.push_back(i);
        const std::int64_t other = partners.empty() ? (one + 1) % std::ssize(labels)
                                                    : partners[random.below(partners.size())];
        pairs.push_back({one, other});
    }
    return pairs;
}

}  // namespace winnow::empirical
