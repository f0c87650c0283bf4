// SPDX-License-Identifier: Apache-2.0
#include "engine/run/pair_history.h"

#include "engine/empirical/features.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/kind.h"
#include "engine/models/tensors.h"
#include "engine/select/relation.h"
#include "engine/store/atomic.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <array>
#include <cmath>

namespace winnow::run {

using nlohmann::json;

namespace {

constexpr std::int64_t kMostBytes = std::int64_t{512} << 20;

/// The two samples as every network of the run is shown them.
struct Pair {
    at::Tensor images;   ///< (2, C, H, W), normalised
    at::Tensor vectors;  ///< (2, K): v_i / sqrt(K)
    at::Tensor labels;   ///< (2)
};

Pair pairOf(const empirical::KernelArtifact& kernel, const empirical::SampleSet& set) {
    const std::int64_t classes = kernel.source.model->classes();
    Pair pair;
    pair.images = models::normalisedImages(set.pixels,
                                           set.imageShape,
                                           set.ids,
                                           set.mean,
                                           set.deviation,
                                           kernel.options.precision,
                                           models::Device::Cpu);
    pair.vectors =
        at::tensor(empirical::outputVectors(kernel.options.kind, set.labels, classes), at::kDouble)
            .view({2, classes})
            .to(pair.images.scalar_type());
    pair.labels = at::tensor(set.labels, at::kLong);
    return pair;
}

std::int64_t epochOf(const empirical::KernelArtifact& kernel, const store::Project& project) {
    const std::string& checkpoint = kernel.source.checkpoint;
    const json run = json::parse(store::readText(project.path(kernel.source.run.id, "run.json")));
    if (checkpoint == "best") return run.at("best_epoch");
    if (checkpoint == "last") return run.at("figures").at("epochs");
    return std::stoll(checkpoint.substr(std::string_view("epoch-").size()));
}

json checkpointOf(const models::Model& model,
                  const empirical::FeatureExtractor& extractor,
                  const Pair& pair,
                  const json& fields) {
    const empirical::Block block = extractor.features(pair.images, pair.vectors);
    const at::Tensor kappa = empirical::gram(block, block).to(at::kDouble);
    const double first = kappa[0][0].item<double>(), second = kappa[1][1].item<double>(),
                 between = kappa[0][1].item<double>();
    const at::NoGradGuard noGrad;
    const at::Tensor logs =
        at::log_softmax(model.logits(pair.images, models::Mode::Evaluation).to(at::kDouble), 1)
            .gather(1, pair.labels.view({2, 1}));
    const std::array losses{-logs[0].item<double>(), -logs[1].item<double>()};
    return {
        {"kappa", between},
        {"kappa_own", {first, second}},
        {"cosine", first > 0 && second > 0 ? json(between / std::sqrt(first * second)) : json()},
        {"relation",
         select::relationOf(
             between, first, second, fields.at("threshold"), fields.at("unrelated"))},
        {"losses", losses},
        {"probabilities", {std::exp(-losses[0]), std::exp(-losses[1])}}};
}

}  // namespace

struct PairHistory::Network {
    explicit Network(models::RunNetwork opened)
        : source(std::move(opened)), extractor(*source.model) {}

    models::RunNetwork source;
    empirical::FeatureExtractor extractor;
};

PairHistory::PairHistory(const store::Project& project) : m_project(project) {}
PairHistory::~PairHistory() = default;

std::shared_ptr<const PairHistory::Network> PairHistory::network(
    const empirical::KernelArtifact& kernel, const std::string& checkpoint) {
    const bool wide = kernel.options.precision == models::Precision::Float64;
    const std::string run = kernel.source.run.id + (wide ? " float64" : "");
    if (run != m_kept) {
        m_networks.clear();
        m_bytes = 0;
        m_kept = run;
    }
    if (const auto it = m_networks.find(checkpoint); it != m_networks.end()) return it->second;
    const auto opened = std::make_shared<const Network>(models::openRun(m_project,
                                                                        kernel.source.run.id,
                                                                        checkpoint,
                                                                        kernel.options.precision,
                                                                        models::Device::Cpu));
    const std::int64_t bytes = opened->extractor.parameterCount() * (wide ? 8 : 4);
    // All are asked in one order, so that dropping the oldest would keep none till its next turn.
    if (m_bytes + bytes <= kMostBytes) {
        m_networks.emplace(checkpoint, opened);
        m_bytes += bytes;
    }
    return opened;
}

json PairHistory::of(const empirical::KernelArtifact& kernel,
                     std::span<const std::int64_t> samples,
                     const jobs::JobContext& context) {
    const std::string& run = kernel.source.run.id;
    const std::vector<std::int64_t> epochs = models::snapshotEpochs(m_project, run);
    if (epochs.empty())
        throw badInput(run +
                       " kept no snapshots, so there is no history; train with --snapshots 1 "
                       "and compute a kernel of that run");
    const empirical::SampleSet set =
        empirical::sampleSet(kernel.source, {samples.begin(), samples.end()});
    const Pair pair = pairOf(kernel, set);
    const json fields = store::fieldsOf(kernel.row);
    const auto at = [&](const std::string& checkpoint, std::int64_t epoch) {
        context.throwIfCancelled();
        const auto opened = network(kernel, checkpoint);
        json one = checkpointOf(*opened->source.model, opened->extractor, pair, fields);
        one["checkpoint"] = checkpoint;
        one["epoch"] = epoch;
        return one;
    };
    json snapshots = json::array();
    for (const std::int64_t epoch : epochs)
        snapshots.push_back(at(fmt::format("epoch-{}", epoch), epoch));
    return {{"kernel", kernel.row.id},
            {"run", run},
            {"samples", set.ids},
            {"classes", set.labels},
            {"snapshots", std::move(snapshots)},
            {"at_kernel", at(kernel.source.checkpoint, epochOf(kernel, m_project))}};
}

}  // namespace winnow::run
