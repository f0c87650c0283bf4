// SPDX-License-Identifier: Apache-2.0
#include "engine/run/transfer_training.h"

#include "engine/run/training_setup.h"
#include "engine/stats/summary.h"
#include "engine/store/index.h"
#include "engine/store/random.h"
#include "engine/store/rows.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace winnow::run {
namespace {

using nlohmann::json;

/// The fields of a job that trains this one network.
json networkFieldsOf(const json& fields, const std::string& model) {
    json one{{"model", model}, {"width", fields.at("width")}, {"device", fields.at("device")}};
    if (model == "mlp" && fields.contains("hidden")) one["hidden"] = fields.at("hidden");
    return one;
}

train::RunFacts factsOf(const json& fields,
                        const std::string& model,
                        const store::Dataset& dataset,
                        std::int64_t seed) {
    train::RunFacts facts = runFactsOf(networkFieldsOf(fields, model), dataset);
    facts.seed = seed;
    return facts;
}

/// Of norm layers, which no kernel has, the weights stay.
void drawAsKernelsAssume(models::Model& model,
                         const models::ArchitectureOptions& options,
                         std::int64_t seed) {
    constexpr double kWeightVariance = 2, kBiasDeviation = 0.1;
    store::NamedArrays weights = model.weights();
    for (const models::ParameterFacts& parameter : models::buildArchitecture(options).parameters) {
        if (parameter.fanIn == 0) continue;
        const double deviation =
            parameter.name.ends_with(".bias")
                ? kBiasDeviation
                : std::sqrt(kWeightVariance / static_cast<double>(parameter.fanIn));
        Random random({static_cast<std::uint64_t>(seed), Random::wordOf(parameter.name)});
        for (float& value : weights.at(parameter.name).as<float>())
            value = static_cast<float>(deviation * random.normal());
    }
    model.load(weights, "the first weights");
}

/// Accuracy of a model on images that are ready.
class Look {
public:
    Look(models::Model& model, const ReadyImages& images)
        : m_source(images.source()),
          m_rows(allRows(m_source.size())),
          m_pass(passOver(model, m_source)) {}
    [[nodiscard]] double accuracy(const jobs::JobContext& job) {
        const train::Outcome outcome = train::evaluate(*m_pass, m_rows, m_source.labels, {}, job);
        return train::accuracy(outcome, m_rows, m_source.labels);
    }

private:
    train::ImageSource m_source;
    std::vector<std::int64_t> m_rows;
    std::unique_ptr<train::Pass> m_pass;
};

train::TrainOptions optionsFor(const TransferTraining& training, std::int64_t images) {
    constexpr std::int64_t kFullBatch = 500, kBatch = 100;
    train::TrainOptions options = training.options;
    if (options.batch == 0) options.batch = images <= kFullBatch ? images : kBatch;
    const std::int64_t stepsPerEpoch = (images + options.batch - 1) / options.batch;
    options.epochs = (training.steps + stepsPerEpoch - 1) / stepsPerEpoch;
    return options;
}

}  // namespace

std::unique_ptr<models::Model> transferNetwork(const json& fields,
                                               const std::string& model,
                                               const store::Dataset& dataset,
                                               std::int64_t seed) {
    train::RunFacts facts = factsOf(fields, model, dataset, seed);
    auto network = newModel(networkFieldsOf(fields, model), facts);
    if (fields.at("initialisation") == "he")
        drawAsKernelsAssume(*network, facts.architecture, seed);
    return network;
}

bool transferRunsAlone(const json& fields,
                       const std::string& model,
                       const store::Dataset& dataset) {
    return mustRunAlone(factsOf(fields, model, dataset, 0));
}

TransferResult learnFrom(models::Model& model,
                         const ReadyImages& images,
                         const ReadyImages& validation,
                         const ReadyImages& test,
                         const TransferTraining& training,
                         const jobs::JobContext& job) {
    constexpr std::int64_t kLooks = 10;
    const train::ImageSource source = images.source();
    const train::TrainOptions options = optionsFor(training, source.size());
    const auto pass = train::passOver(model, source);
    train::Fitter fitter(model, *pass, source, options, allRows(source.size()));
    Look held(model, validation);
    TransferResult best{-1, stats::kUndefined, 0, false, options.learningRate};
    store::NamedArrays weights;
    try {
        for (std::int64_t epoch = 0; epoch < options.epochs; ++epoch) {
            fitter.fit(
                epoch, [](auto&&...) {}, job);
            const std::int64_t done = epoch + 1;
            if (done * kLooks / options.epochs == epoch * kLooks / options.epochs) continue;
            const double accuracy = held.accuracy(job);
            if (accuracy <= best.validation) continue;
            best.validation = accuracy;
            best.step = done * fitter.stepsPerEpoch();
            weights = model.weights();
        }
    } catch (const train::Diverged&) {
        return {stats::kUndefined, stats::kUndefined, 0, true, options.learningRate};
    }
    model.load(weights, "the best weights");
    best.accuracy = Look(model, test).accuracy(job);
    return best;
}

}  // namespace winnow::run
