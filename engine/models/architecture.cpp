// SPDX-License-Identifier: Apache-2.0
#include "engine/models/architecture.h"

#include "engine/models/builders.h"
#include "engine/store/error.h"

#include <algorithm>
#include <optional>

namespace winnow::models {
namespace {

std::string imageText(const ArchitectureOptions& o) {
    return std::to_string(o.channels) + "x" + std::to_string(o.height) + "x" +
           std::to_string(o.width);
}

/// Output extent of a sliding window, as PyTorch counts it.
std::int64_t windowed(std::int64_t extent, const Node& node) {
    return (extent + 2 * node.padding - node.dilation * (node.kernel - 1) - 1) / node.stride + 1;
}

const store::Array* found(const store::NamedArrays& weights,
                          const std::string& name,
                          std::size_t rank) {
    const auto it = weights.find(name);
    return it != weights.end() && it->second.shape.size() == rank ? &it->second : nullptr;
}

/// First extent of a weight that must be there for the kind to be recognisable at all.
std::int64_t outputsOf(const store::NamedArrays& weights,
                       const std::string& name,
                       std::size_t rank,
                       std::string_view kind,
                       std::string_view source) {
    if (const store::Array* array = found(weights, name, rank)) return array->shape[0];
    throw badInput(std::string(source) + " has no " + name + " of " + std::to_string(rank) +
                   " dimensions, which the model " + std::string(kind) + " needs");
}

/// Widths of fc1, fc2, ... as far as they go; the last is the class count.
std::vector<std::int64_t> linearWidths(const store::NamedArrays& weights) {
    std::vector<std::int64_t> widths;
    while (const store::Array* array =
               found(weights, "fc" + std::to_string(widths.size() + 1) + ".weight", 2))
        widths.push_back(array->shape[0]);
    return widths;
}

void readWidths(ArchitectureOptions& options,
                const store::NamedArrays& weights,
                std::string_view source) {
    const std::string& kind = options.kind;
    if (kind == "lenet5") {
        options.hidden = {outputsOf(weights, "conv1.weight", 4, kind, source),
                          outputsOf(weights, "conv2.weight", 4, kind, source),
                          outputsOf(weights, "fc1.weight", 2, kind, source),
                          outputsOf(weights, "fc2.weight", 2, kind, source)};
        options.classes = outputsOf(weights, "fc3.weight", 2, kind, source);
    } else if (kind == "lenet-code") {
        options.classes = outputsOf(weights, "fc2.weight", 2, kind, source);
    } else if (kind == "resnet18") {
        options.baseWidth = outputsOf(weights, "conv1.weight", 4, kind, source);
        options.classes = outputsOf(weights, "linear.weight", 2, kind, source);
    } else if (kind == "convnet") {
        options.baseWidth = outputsOf(weights, "conv1.weight", 4, kind, source);
        options.classes = outputsOf(weights, "fc.weight", 2, kind, source);
    } else if (kind == "mlp") {
        options.hidden = linearWidths(weights);
        if (options.hidden.empty())
            throw badInput(std::string(source) + " has no fc1.weight, which the model mlp needs");
        options.classes = options.hidden.back();
        options.hidden.pop_back();
    }
}

void checkFits(const Architecture& architecture,
               const ArchitectureOptions& options,
               const store::NamedArrays& weights,
               std::string_view source) {
    for (const ParameterFacts& wanted : architecture.parameters) {
        const auto it = weights.find(wanted.name);
        if (it == weights.end())
            throw badInput(std::string(source) + " has no " + wanted.name + ", which the model " +
                           options.kind + " needs");
        if (it->second.shape != wanted.shape)
            throw badInput(wanted.name + " is " + store::shapeText(it->second.shape) + " in " +
                           std::string(source) + " but the model " + options.kind + " with " +
                           (wanted.shape.size() == 4
                                ? std::to_string(options.channels) + " channels"
                                : "images of " + imageText(options)) +
                           " needs " + store::shapeText(wanted.shape));
    }
    for (const auto& [name, array] : weights) {
        const bool known = std::any_of(architecture.parameters.begin(),
                                       architecture.parameters.end(),
                                       [&](const ParameterFacts& p) { return p.name == name; });
        // PyTorch counts batches beside the running statistics; nothing is computed from it.
        if (!known && !name.ends_with("num_batches_tracked"))
            throw badInput(std::string(source) + " holds " + name + ", which the model " +
                           options.kind + " does not have");
    }
}

}  // namespace

// ---- GraphBuilder

GraphBuilder::GraphBuilder(const ArchitectureOptions& options)
    : m_image{options.channels, options.height, options.width} {
    m_result.kind = options.kind;
    m_result.channels = options.channels;
    m_result.height = options.height;
    m_result.width = options.width;
    m_result.classes = options.classes;
    m_result.baseWidth = options.baseWidth;
    m_result.hidden = options.hidden;
}

const store::Shape& GraphBuilder::shapeOf(int node) const {
    return node < 0 ? m_image : m_result.nodes.at(static_cast<std::size_t>(node)).outputShape;
}

std::int64_t GraphBuilder::channels() const { return shapeOf(m_current).at(0); }

Node& GraphBuilder::push(Op op, const std::string& name, std::vector<int> inputs) {
    Node node;
    node.op = op;
    node.name = name;
    node.inputs = std::move(inputs);
    node.inputShape = shapeOf(node.inputs.front());
    node.outputShape = node.inputShape;
    m_result.nodes.push_back(std::move(node));
    m_current = static_cast<int>(m_result.nodes.size()) - 1;
    return m_result.nodes.back();
}

void GraphBuilder::addParameter(const std::string& name,
                                store::Shape shape,
                                bool trainable,
                                std::int64_t fanIn) {
    m_result.parameters.push_back({name, std::move(shape), trainable, fanIn});
}

GraphBuilder& GraphBuilder::convolution(const std::string& name,
                                        std::int64_t out,
                                        std::int64_t kernel,
                                        std::int64_t stride,
                                        std::int64_t padding,
                                        bool bias) {
    Node& node = push(Op::Convolution, name, {m_current});
    node.out = out;
    node.kernel = kernel;
    node.stride = stride;
    node.padding = padding;
    node.bias = bias;
    const std::int64_t in = node.inputShape.at(0);
    const std::int64_t height = windowed(node.inputShape.at(1), node);
    const std::int64_t width = windowed(node.inputShape.at(2), node);
    if (height < 1 || width < 1)
        throw badInput("images of " + std::to_string(m_image[1]) + "x" +
                       std::to_string(m_image[2]) + " are too small for the model " +
                       m_result.kind + ": nothing is left at " + name);
    node.outputShape = {out, height, width};
    const std::int64_t fanIn = in * kernel * kernel;
    addParameter(name + ".weight", {out, in, kernel, kernel}, true, fanIn);
    if (bias) addParameter(name + ".bias", {out}, true, fanIn);
    return *this;
}

GraphBuilder& GraphBuilder::batchNorm(const std::string& name) {
    Node& node = push(Op::BatchNorm, name, {m_current});
    node.out = node.inputShape.at(0);
    const store::Shape shape{node.out};
    addParameter(name + ".weight", shape, true, 0);
    addParameter(name + ".bias", shape, true, 0);
    addParameter(name + ".running_mean", shape, false, 0);
    addParameter(name + ".running_var", shape, false, 0);
    return *this;
}

GraphBuilder& GraphBuilder::linear(const std::string& name, std::int64_t out) {
    Node& node = push(Op::Linear, name, {m_current});
    node.out = out;
    const std::int64_t in = node.inputShape.at(0);
    node.outputShape = {out};
    addParameter(name + ".weight", {out, in}, true, in);
    addParameter(name + ".bias", {out}, true, in);
    return *this;
}

GraphBuilder& GraphBuilder::relu() {
    push(Op::Relu, {}, {m_current});
    return *this;
}

GraphBuilder& GraphBuilder::maxPool(std::int64_t size) { return pool(Op::MaxPool, size); }

GraphBuilder& GraphBuilder::averagePool(std::int64_t size) { return pool(Op::AveragePool, size); }

GraphBuilder& GraphBuilder::pool(Op op, std::int64_t size) {
    Node& node = push(op, {}, {m_current});
    node.kernel = node.stride = size;
    const store::Shape& in = node.inputShape;
    if (in.at(1) < size || in.at(2) < size)
        throw badInput("images of " + std::to_string(m_image[1]) + "x" +
                       std::to_string(m_image[2]) + " are too small for the model " +
                       m_result.kind);
    node.outputShape = {in[0], in[1] / size, in[2] / size};
    return *this;
}

GraphBuilder& GraphBuilder::globalAveragePool() {
    Node& node = push(Op::GlobalAveragePool, {}, {m_current});
    node.outputShape = {node.inputShape.at(0)};
    return *this;
}

GraphBuilder& GraphBuilder::flatten() {
    Node& node = push(Op::Flatten, {}, {m_current});
    node.outputShape = {store::elementCount(node.inputShape)};
    return *this;
}

GraphBuilder& GraphBuilder::dropout(double rate) {
    push(Op::Dropout, {}, {m_current}).rate = rate;
    return *this;
}

GraphBuilder& GraphBuilder::add(int first, int second) {
    push(Op::Add, {}, {first, second});
    return *this;
}

GraphBuilder& GraphBuilder::from(int node) {
    m_current = node;
    return *this;
}

Architecture GraphBuilder::finish() { return std::move(m_result); }

// ---- Architecture

std::int64_t Architecture::parameterCount() const {
    std::int64_t count = 0;
    for (const ParameterFacts& p : parameters)
        if (p.trainable) count += store::elementCount(p.shape);
    return count;
}

std::int64_t Architecture::forwardMacs() const {
    std::int64_t macs = 0;
    for (const Node& node : nodes) {
        if (node.op == Op::Linear) macs += node.inputShape.at(0) * node.out;
        if (node.op == Op::Convolution)
            macs += store::elementCount(node.outputShape) * node.inputShape.at(0) / node.groups *
                    node.kernel * node.kernel;
    }
    return macs;
}

const std::vector<std::string>& architectureKinds() {
    static const std::vector<std::string> kinds{
        "lenet5", "lenet-code", "resnet18", "mlp", "convnet"};
    return kinds;
}

Architecture buildArchitecture(const ArchitectureOptions& options) {
    if (options.classes < 2)
        throw badInput("a classifier needs at least 2 classes, not " +
                       std::to_string(options.classes));
    if (options.channels < 1 || options.height < 1 || options.width < 1)
        throw badInput("images of " + imageText(options) + " cannot be classified");
    if (options.kind == "lenet5") return buildLeNet5(options);
    if (options.kind == "lenet-code") return buildLeNetCode(options);
    if (options.kind == "resnet18") return buildResNet18(options);
    if (options.kind == "mlp") return buildMlp(options);
    if (options.kind == "convnet") return buildConvNet(options);
    throw badInput("there is no model \"" + options.kind +
                   "\"; there are lenet5, lenet-code, resnet18, mlp, convnet");
}

Architecture architectureFor(std::string_view kind,
                             const store::NamedArrays& weights,
                             const store::Shape& imageShape,
                             std::string_view source) {
    ArchitectureOptions options;
    options.kind = kind;
    options.channels = imageShape.at(0);
    options.height = imageShape.at(1);
    options.width = imageShape.at(2);
    readWidths(options, weights, source);
    Architecture architecture = buildArchitecture(options);
    checkFits(architecture, options, weights, source);
    return architecture;
}

}  // namespace winnow::models
