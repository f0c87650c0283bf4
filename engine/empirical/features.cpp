// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/features.h"

#include "engine/empirical/chain_features.h"
#include "engine/empirical/finite.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/layer_gradients.h"
#include "engine/models/patches.h"
#include "engine/models/tape.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace winnow::empirical {
namespace {

/// A parametrised layer: where it is applied (several places when weights are shared) and how its
/// share is kept.
struct Layer {
    std::string name;
    const models::Node* node = nullptr;
    std::int64_t applications = 0;
    LayerForm form = LayerForm::Formed;
};

bool parametrised(models::Op op) {
    return op == models::Op::Convolution || op == models::Op::Linear || op == models::Op::BatchNorm;
}

std::vector<Layer> layersOf(const models::Architecture& architecture, bool everyLayerFormed) {
    std::vector<Layer> layers;
    for (const models::Node& node : architecture.nodes) {
        if (!parametrised(node.op)) continue;
        const auto known = std::find_if(
            layers.begin(), layers.end(), [&](const Layer& l) { return l.name == node.name; });
        if (known != layers.end()) {
            ++known->applications;
            known->form = LayerForm::Formed;  // shared weights: their gradients are added first
            continue;
        }
        layers.push_back(
            {node.name, &node, 1, everyLayerFormed ? LayerForm::Formed : cheapestForm(node)});
    }
    return layers;
}

/// The unfolded input of a convolution: from the forward pass where it made it.
at::Tensor patchesOf(const models::Tape& tape, std::size_t l) {
    return tape.patches[l].defined()
               ? tape.patches[l]
               : models::unfoldedPatches(*tape.nodes[l], tape.inputs[l].detach());
}

}  // namespace

struct FeatureExtractor::Impl {
    const models::Model& model;
    const models::Network* network = nullptr;  // set when closed forms are known
    std::vector<Layer> layers;
    std::vector<Columns> columns;
    std::int64_t parameters = 0;
    std::unique_ptr<ChainFeatures> chain;  // set when the network is one that it can do

    explicit Impl(const models::Model& m)
        : model(m), network(dynamic_cast<const models::Network*>(&m)) {}

    [[nodiscard]] JointBlock fromLayers(const at::Tensor& images,
                                        std::span<const at::Tensor> vectors,
                                        const RowNames& names) const;
    [[nodiscard]] JointBlock fromEachSample(const at::Tensor& images,
                                            std::span<const at::Tensor> vectors,
                                            const RowNames& names) const;
    void form(const models::Tape& tape,
              std::size_t l,
              const at::Tensor& patches,
              const at::Tensor& gradient,
              const at::Tensor& out) const;
    [[nodiscard]] std::unique_ptr<ChainFeatures> chainFeatures() const;
    [[nodiscard]] bool fitsChain(const at::Tensor& images,
                                 std::span<const at::Tensor> vectors) const;
};

std::unique_ptr<ChainFeatures> FeatureExtractor::Impl::chainFeatures() const {
    if (network->precision() != models::Precision::Float32 ||
        network->device() != models::Device::Cpu)
        return nullptr;
    std::optional<models::Chain> found = models::chainOf(network->architecture());
    // Fewer names than layers: weights that are shared.
    if (!found || layers.size() != found->stages.size() + found->dense.size()) return nullptr;
    std::vector<ChainFeatures::Layer> kept;
    auto next = columns.begin();
    for (const Layer& layer : layers) {
        const bool formed = layer.form == LayerForm::Formed;
        if (!formed && layer.node->op == models::Op::Convolution) return nullptr;
        kept.push_back({layer.form, formed ? next++->begin : 0});
    }
    return std::make_unique<ChainFeatures>(*network, std::move(*found), std::move(kept));
}

bool FeatureExtractor::Impl::fitsChain(const at::Tensor& images,
                                       std::span<const at::Tensor> vectors) const {
    if (chain == nullptr) return false;
    const store::Shape& in = network->architecture().nodes.front().inputShape;
    return images.is_cpu() && images.scalar_type() == at::kFloat &&
           images.sizes().slice(1).equals(at::IntArrayRef(in.data(), in.size())) &&
           std::ranges::all_of(vectors, [&](const at::Tensor& one) {
               return one.is_cpu() && one.scalar_type() == at::kFloat &&
                      one.sizes().equals({images.size(0), network->classes()});
           });
}

FeatureExtractor::FeatureExtractor(const models::Model& model, bool everyLayerFormed)
    : m_impl(std::make_unique<Impl>(model)) {
    for (const at::Tensor& parameter : model.parameters()) m_impl->parameters += parameter.numel();
    if (m_impl->network == nullptr) {
        m_impl->columns.push_back({"all parameters", 0, m_impl->parameters});
        return;
    }
    m_impl->layers = layersOf(m_impl->network->architecture(), everyLayerFormed);
    std::int64_t begin = 0;
    for (const Layer& layer : m_impl->layers) {
        if (layer.form != LayerForm::Formed) continue;
        const std::int64_t count = empirical::numbersPerSample(*layer.node, LayerForm::Formed);
        m_impl->columns.push_back({layer.name, begin, count});
        begin += count;
    }
    m_impl->chain = m_impl->chainFeatures();
}

FeatureExtractor::~FeatureExtractor() = default;
FeatureExtractor::FeatureExtractor(FeatureExtractor&&) noexcept = default;

void FeatureExtractor::Impl::form(const models::Tape& tape,
                                  std::size_t l,
                                  const at::Tensor& patches,
                                  const at::Tensor& gradient,
                                  const at::Tensor& out) const {
    const models::Node& node = *tape.nodes[l];
    switch (node.op) {
        case models::Op::Linear:
            formLinear(tape.inputs[l].detach(), gradient, out);
            break;
        case models::Op::BatchNorm:
            formNorm(node,
                     tape.inputs[l].detach(),
                     gradient,
                     network->tensor(node.name + ".running_mean"),
                     network->tensor(node.name + ".running_var"),
                     out);
            break;
        default:
            formConvolution(node, patches, gradient, out);
    }
}

namespace {

/// What a forward pass kept and, by vector and layer, the gradients at the layers' outputs.
struct Backpropagated {
    models::Tape tape;
    std::vector<std::vector<at::Tensor>> gradients;
};

Backpropagated backpropagated(const models::Network& network,
                              const at::Tensor& images,
                              std::span<const at::Tensor> vectors,
                              const RowNames& names) {
    Backpropagated result;
    const at::AutoGradMode recording(true);
    const at::Tensor logits = network.logits(images, models::Mode::Evaluation, &result.tape);
    refuseNonFinite(logits.detach(), "logits", names);
    for (const at::Tensor& one : vectors) {
        const bool graphIsNeededAgain = &one != &vectors.back();
        result.gradients.push_back(
            torch::autograd::grad({logits}, result.tape.outputs, {one}, graphIsNeededAgain));
        // A sum is finite only where every term is: one cheap number instead of a mask of the whole
        // tensor.
        for (const at::Tensor& gradient : result.gradients.back())
            if (!std::isfinite(gradient.sum().item<double>()))
                refuseNonFinite(gradient, "gradients", names);
    }
    return result;
}

}  // namespace

JointBlock FeatureExtractor::Impl::fromLayers(const at::Tensor& images,
                                              std::span<const at::Tensor> vectors,
                                              const RowNames& names) const {
    const auto [tape, gradients] = backpropagated(*network, images, vectors, names);
    const at::NoGradGuard noGrad;
    JointBlock block;
    block.parts.resize(vectors.size());
    if (!columns.empty())
        for (Block& part : block.parts)
            part.formed.push_back(at::empty(
                {images.size(0), columns.back().begin + columns.back().count}, images.options()));
    Block& first = block.parts.front();
    std::set<std::string_view> seen;
    for (std::size_t l = 0; l < tape.nodes.size(); ++l) {
        const models::Node& node = *tape.nodes[l];
        const auto layer = std::find_if(
            layers.begin(), layers.end(), [&](const Layer& k) { return k.name == node.name; });
        const auto place = std::find_if(
            columns.begin(), columns.end(), [&](const Columns& c) { return c.layer == node.name; });
        const bool added = !seen.insert(layer->name).second;
        const at::Tensor patches =
            node.op == models::Op::Convolution ? patchesOf(tape, l) : at::Tensor();
        if (layer->form == LayerForm::Outer)
            first.outerInputs.push_back(withOnes(tape.inputs[l].detach()));
        if (layer->form == LayerForm::Ghost) first.ghostInputs.push_back(byPosition(node, patches));
        for (std::size_t v = 0; v < vectors.size(); ++v) {
            Block& part = block.parts[v];
            const at::Tensor& gradient = gradients[v][l];
            if (layer->form == LayerForm::Outer) {
                part.outerGradients.push_back(gradient);
            } else if (layer->form == LayerForm::Ghost) {
                part.ghostGradients.push_back(gradient.flatten(2).transpose(1, 2).contiguous());
            } else {
                const at::Tensor slice = part.formed[0].narrow(1, place->begin, place->count);
                const at::Tensor own =
                    added ? at::empty_like(slice, at::MemoryFormat::Contiguous) : slice;
                form(tape, l, patches, gradient, own);
                if (added) slice.add_(own);
            }
        }
    }
    for (Block& part : block.parts) part = part.withInputsOf(first);
    return block;
}

JointBlock FeatureExtractor::Impl::fromEachSample(const at::Tensor& images,
                                                  std::span<const at::Tensor> vectors,
                                                  const RowNames& names) const {
    const at::AutoGradMode recording(true);
    const std::vector<at::Tensor> leaves = model.parameters();
    JointBlock block;
    block.parts.resize(vectors.size());
    for (Block& part : block.parts)
        part.formed.push_back(at::empty({images.size(0), parameters}, images.options()));
    for (std::int64_t i = 0; i < images.size(0); ++i) {
        const at::Tensor logits = model.logits(images.narrow(0, i, 1), models::Mode::Evaluation);
        refuseNonFinite(logits.detach(), "logits", names.from(i));
        for (std::size_t v = 0; v < vectors.size(); ++v) {
            const bool graphIsNeededAgain = v + 1 < vectors.size();
            const auto gradients = torch::autograd::grad(
                {logits}, leaves, {vectors[v].narrow(0, i, 1)}, graphIsNeededAgain, false, true);
            const at::NoGradGuard noGrad;
            const at::Tensor row = block.parts[v].formed[0].narrow(0, i, 1);
            std::int64_t at = 0;
            for (std::size_t p = 0; p < leaves.size(); ++p) {
                const at::Tensor slot = row[0].narrow(0, at, leaves[p].numel());
                if (gradients[p].defined())
                    slot.copy_(gradients[p].flatten());
                else
                    slot.zero_();  // a parameter this output does not depend on
                at += leaves[p].numel();
            }
            if (!std::isfinite(row.sum().item<double>()))
                refuseNonFinite(row, "gradients", names.from(i));
        }
    }
    return block;
}

Block FeatureExtractor::features(const at::Tensor& images,
                                 const at::Tensor& vectors,
                                 const RowNames& names) const {
    return features(images, std::span(&vectors, 1), names).parts.front();
}

JointBlock FeatureExtractor::features(const at::Tensor& images,
                                      std::span<const at::Tensor> vectors,
                                      const RowNames& names) const {
    if (m_impl->fitsChain(images, vectors)) return m_impl->chain->features(images, vectors, names);
    return m_impl->network != nullptr ? m_impl->fromLayers(images, vectors, names)
                                      : m_impl->fromEachSample(images, vectors, names);
}

void FeatureExtractor::fill(const JointBlock& rows,
                            const at::Tensor& images,
                            std::span<const at::Tensor> vectors,
                            const RowNames& names) const {
    if (m_impl->fitsChain(images, vectors))
        m_impl->chain->fill(rows, images, vectors, names);
    else
        rows.assign(features(images, vectors, names));
}

std::int64_t FeatureExtractor::parameterCount() const { return m_impl->parameters; }

std::int64_t FeatureExtractor::numbersPerSample(std::int64_t vectors) const {
    if (m_impl->network == nullptr) return vectors * m_impl->parameters;
    std::int64_t total = 0;
    for (const Layer& layer : m_impl->layers)
        total += empirical::numbersPerSample(*layer.node, layer.form, vectors);
    return total;
}

std::int64_t FeatureExtractor::macsPerPair(std::int64_t vectors) const {
    if (m_impl->network == nullptr) return vectors * m_impl->parameters;
    std::int64_t total = 0;
    for (const Layer& layer : m_impl->layers)
        total += empirical::macsPerPair(*layer.node, layer.form, vectors);
    return total;
}

std::int64_t FeatureExtractor::workingNumbersPerSample() const {
    std::int64_t total = 2 * numbersPerSample();
    if (m_impl->network == nullptr) return total;
    std::int64_t largestPatches = 0;
    for (const models::Node& node : m_impl->network->architecture().nodes) {
        total += 2 * store::elementCount(node.outputShape);
        if (node.op == models::Op::Convolution)
            largestPatches = std::max(largestPatches,
                                      node.outputShape.at(1) * node.outputShape.at(2) *
                                          node.inputShape.at(0) * node.kernel * node.kernel);
    }
    return total + largestPatches;
}

const std::vector<FeatureExtractor::Columns>& FeatureExtractor::formedColumns() const {
    return m_impl->columns;
}

std::vector<double> gradientNorms(const models::Model& model,
                                  const at::Tensor& images,
                                  const at::Tensor& vectors) {
    const FeatureExtractor extractor(model);
    const Block block = extractor.features(images, vectors);
    const at::Tensor squares = squaredNorms(block).sqrt().cpu();
    const double* values = squares.const_data_ptr<double>();
    return {values, values + squares.numel()};
}

}  // namespace winnow::empirical
