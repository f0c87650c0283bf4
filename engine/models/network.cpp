// SPDX-License-Identifier: Apache-2.0
#include "engine/models/network.h"

#include "engine/models/interpreter.h"
#include "engine/models/patches.h"
#include "engine/models/tape.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace winnow::models {
namespace {

/// PyTorch's default initialisation, from our own generator: every parameter has a stream of its
/// own, so the numbers do not depend on the order of the layers.
at::Tensor initialised(const ParameterFacts& facts, std::uint64_t seed, at::ScalarType type) {
    if (facts.fanIn == 0) {
        const bool one = facts.name.ends_with(".weight") || facts.name.ends_with(".running_var");
        return one ? at::ones(facts.shape, type) : at::zeros(facts.shape, type);
    }
    at::Tensor values = at::empty(facts.shape, at::kDouble);
    const double bound = 1.0 / std::sqrt(static_cast<double>(facts.fanIn));
    Random random({seed, Random::wordOf(facts.name)});
    double* out = values.data_ptr<double>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        out[i] = bound * (2.0 * random.uniform() - 1.0);
    return values.to(type);
}

}  // namespace

Precision precisionNamed(std::string_view name) {
    return name == "float64" ? Precision::Float64 : Precision::Float32;
}

store::DType dtypeOf(Precision precision) {
    return precision == Precision::Float64 ? store::DType::Float64 : store::DType::Float32;
}

struct Network::Impl {
    Architecture architecture;
    Precision precision = Precision::Float32;
    Device device = Device::Cpu;
    std::vector<at::Tensor> tensors;  // in the order of architecture.parameters
    std::map<std::string, at::Tensor, std::less<>> byName;

    [[nodiscard]] at::Tensor get(const std::string& name) const {
        return byName.find(name)->second;
    }
    void place(std::vector<at::Tensor> values) {
        tensors = std::move(values);
        byName.clear();
        for (std::size_t i = 0; i < tensors.size(); ++i)
            byName[architecture.parameters[i].name] = tensors[i];
    }
    [[nodiscard]] std::vector<at::Tensor> converted(const store::NamedArrays& weights,
                                                    std::string_view source) const;
    [[nodiscard]] at::Tensor convolved(const Node& node,
                                       const at::Tensor& x,
                                       const at::Tensor& patches) const;
};

std::vector<at::Tensor> Network::Impl::converted(const store::NamedArrays& weights,
                                                 std::string_view source) const {
    // The one place that knows how misfits are worded.
    (void)architectureFor(architecture.kind,
                          weights,
                          {architecture.channels, architecture.height, architecture.width},
                          source);
    std::vector<at::Tensor> values;
    for (const ParameterFacts& facts : architecture.parameters) {
        const store::Array& array = weights.at(facts.name);
        if (array.shape != facts.shape)
            throw badInput(facts.name + " is " + store::shapeText(array.shape) + " in " +
                           std::string(source) + " but this " + architecture.kind + " needs " +
                           store::shapeText(facts.shape));
        at::Tensor value = toTensor(array).to(torchDevice(device), scalarType(precision));
        if (!at::isfinite(value).all().item<bool>())
            throw badInput(facts.name + " in " + std::string(source) +
                           " holds NaN or infinity; weights must be finite numbers");
        values.push_back(std::move(value));
    }
    return values;
}

/// A convolution from its patches, which the caller keeps for the weight gradient: several times
/// faster than LibTorch's own where channels are few.
at::Tensor Network::Impl::convolved(const Node& node,
                                    const at::Tensor& x,
                                    const at::Tensor& patches) const {
    const at::Tensor weight = get(node.name + ".weight").flatten(1);
    at::Tensor out =
        at::matmul(weight, patches)
            .view({x.size(0), node.out, node.outputShape.at(1), node.outputShape.at(2)});
    return node.bias ? out.add_(get(node.name + ".bias").view({1, -1, 1, 1})) : out;
}

Network::Network(Architecture architecture, std::uint64_t seed, Precision precision, Device device)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->architecture = std::move(architecture);
    m_impl->precision = precision;
    m_impl->device = device;
    std::vector<at::Tensor> values;
    for (const ParameterFacts& facts : m_impl->architecture.parameters)
        values.push_back(initialised(facts, seed, scalarType(precision)).to(torchDevice(device)));
    m_impl->place(std::move(values));
}

Network::Network(Architecture architecture,
                 const store::NamedArrays& weights,
                 std::string_view source,
                 Precision precision,
                 Device device)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->architecture = std::move(architecture);
    m_impl->precision = precision;
    m_impl->device = device;
    m_impl->place(m_impl->converted(weights, source));
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

at::Tensor Network::logits(const at::Tensor& images, Mode mode) const {
    return logits(images, mode, nullptr);
}

at::Tensor Network::logits(const at::Tensor& images, Mode mode, Tape* tape) const {
    const std::vector<Node>& nodes = m_impl->architecture.nodes;
    std::vector<at::Tensor> values(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        std::vector<at::Tensor> inputs;
        for (const int from : node.inputs)
            inputs.push_back(from < 0 ? images : values[static_cast<std::size_t>(from)]);
        at::Tensor patches;
        const bool nothingFlowsBack =
            !inputs[0].requires_grad() && !m_impl->tensors.front().requires_grad();
        if (tape != nullptr && node.op == Op::Convolution && node.groups == 1 && nothingFlowsBack) {
            patches = unfoldedPatches(node, inputs[0]);
            values[i] = m_impl->convolved(node, inputs[0], patches);
        } else {
            values[i] = applied(*this, node, inputs, mode);
        }
        const bool parametrised =
            node.op == Op::Convolution || node.op == Op::Linear || node.op == Op::BatchNorm;
        if (tape != nullptr && parametrised) {
            // With frozen weights the graph begins at the first such output.
            if (!values[i].requires_grad()) values[i].requires_grad_();
            tape->nodes.push_back(&node);
            tape->inputs.push_back(inputs[0]);
            tape->outputs.push_back(values[i]);
            tape->patches.push_back(patches);
        }
    }
    return values.back();
}

std::vector<at::Tensor> Network::parameters() const {
    std::vector<at::Tensor> trainable;
    for (std::size_t i = 0; i < m_impl->tensors.size(); ++i)
        if (m_impl->architecture.parameters[i].trainable) trainable.push_back(m_impl->tensors[i]);
    return trainable;
}

std::vector<std::string> Network::parameterNames() const {
    std::vector<std::string> names;
    for (const ParameterFacts& facts : m_impl->architecture.parameters)
        if (facts.trainable) names.push_back(facts.name);
    return names;
}

std::int64_t Network::classes() const { return m_impl->architecture.classes; }
bool Network::modesAgree() const {
    return std::ranges::none_of(m_impl->architecture.nodes, [](const Node& node) {
        return node.op == Op::Dropout || node.op == Op::BatchNorm;
    });
}
const Architecture& Network::architecture() const { return m_impl->architecture; }
Precision Network::precision() const { return m_impl->precision; }
Device Network::device() const { return m_impl->device; }

at::Tensor Network::tensor(std::string_view name) const {
    const auto it = m_impl->byName.find(name);
    if (it == m_impl->byName.end())
        throw internalError("the network has no tensor " + std::string(name));
    return it->second;
}

store::NamedArrays Network::weights() const {
    store::NamedArrays arrays;
    for (const auto& [name, tensor] : m_impl->byName) arrays[name] = toArray(tensor);
    return arrays;
}

void Network::load(const store::NamedArrays& weights, std::string_view source) {
    const std::vector<at::Tensor> values = m_impl->converted(weights, source);
    const at::NoGradGuard noGrad;
    for (std::size_t i = 0; i < values.size(); ++i) m_impl->tensors[i].copy_(values[i]);
}

void Network::requireGrad(bool on) {
    for (at::Tensor parameter : parameters()) parameter.requires_grad_(on);
}

}  // namespace winnow::models
