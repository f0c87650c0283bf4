// SPDX-License-Identifier: Apache-2.0
#include "engine/train/last_layer.h"

#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/train/device_images.h"
#include "engine/train/evaluation.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

namespace winnow::train {
namespace {

const models::Network& networkOf(const models::Model& model, std::string_view called) {
    const auto* network = dynamic_cast<const models::Network*>(&model);
    if (network == nullptr)
        throw badInput(fmt::format(
            "{} is a TorchScript file, whose layers Winnow does not know; features and influence "
            "need the last linear layer of a network that Winnow builds itself",
            called));
    const auto& nodes = network->architecture().nodes;
    if (nodes.empty() || nodes.back().op != models::Op::Linear)
        throw badInput(fmt::format(
            "the {} of {} does not end with a linear layer, which features and influence need",
            network->architecture().kind,
            called));
    return *network;
}

/// The same network without its last layer: its output is what goes in there.
models::Network withoutHead(const models::Network& network) {
    models::Architecture body = network.architecture();
    const std::string head = body.nodes.back().name + ".";
    body.nodes.pop_back();
    std::erase_if(body.parameters, [&](const models::ParameterFacts& facts) {
        return facts.name.starts_with(head);
    });
    models::Network features(body, 0, network.precision(), network.device());
    for (const models::ParameterFacts& facts : body.parameters)
        features.tensor(facts.name).copy_(network.tensor(facts.name));
    return features;
}

std::vector<double> thetaOf(const models::Network& network, const std::string& head) {
    const at::Tensor weight = network.tensor(head + ".weight");
    const at::Tensor theta = at::cat({weight, network.tensor(head + ".bias").unsqueeze(1)}, 1)
                                 .to(at::kCPU, at::kDouble)
                                 .contiguous();
    return {theta.const_data_ptr<double>(), theta.const_data_ptr<double>() + theta.numel()};
}

}  // namespace

LastLayer lastLayer(const models::Model& model,
                    std::string_view called,
                    const ImageSource& source,
                    std::span<const std::int64_t> samples,
                    const jobs::JobContext& job) {
    const at::NoGradGuard noGrad;
    const models::Network& network = networkOf(model, called);
    const models::Network body = withoutHead(network);
    const models::Node& head = network.architecture().nodes.back();
    const at::Tensor weight = network.tensor(head.name + ".weight");
    LastLayer layer{head.name, weight.size(1), {}, thetaOf(network, head.name)};
    layer.features.resize(samples.size() * static_cast<std::size_t>(layer.width));
    DeviceImages images(source, weight.device(), weight.scalar_type());
    double* out = layer.features.data();
    for (std::size_t begin = 0; begin < samples.size(); begin += kEvaluationBatch) {
        job.throwIfCancelled();
        const auto batch =
            samples.subspan(begin, std::min(kEvaluationBatch, samples.size() - begin));
        const at::Tensor values = body.logits(images.batch(batch, {}), models::Mode::Evaluation)
                                      .to(at::kCPU, at::kDouble)
                                      .contiguous();
        if (!at::isfinite(values).all().item<bool>())
            throw badInput(fmt::format(
                "the features of {} are not finite for some of the samples {} to {}; train again",
                called,
                batch.front(),
                batch.back()));
        out = std::copy_n(values.const_data_ptr<double>(), values.numel(), out);
        job.report.progress("features",
                            static_cast<std::int64_t>(begin + batch.size()),
                            static_cast<std::int64_t>(samples.size()));
    }
    return layer;
}

}  // namespace winnow::train
