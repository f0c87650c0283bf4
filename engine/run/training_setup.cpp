// SPDX-License-Identifier: Apache-2.0
#include "engine/run/training_setup.h"

#include "engine/models/device.h"
#include "engine/models/script_model.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace winnow::run {

using nlohmann::json;

train::TrainOptions trainOptionsOf(const json& fields) {
    train::TrainOptions options;
    options.epochs = fields.value("epochs", options.epochs);
    options.batch = fields.at("batch");
    options.learningRate = fields.at("lr");
    options.optimizer = {train::optimizerKind(fields.at("optimizer").get<std::string>()),
                         fields.at("momentum"),
                         fields.at("weight-decay")};
    options.schedule = {train::scheduleKind(fields.value("schedule", std::string("constant"))),
                        fields.value("step-every", options.schedule.stepEvery),
                        fields.value("step-factor", options.schedule.stepFactor)};
    options.augmentation = train::augmentation(fields.value("augment", std::string("none")));
    return options;
}

train::RunFacts runFactsOf(const json& fields, const store::Dataset& dataset) {
    train::RunFacts facts;
    facts.dataset = dataset.id;
    facts.architecture = {.kind = fields.at("model"),
                          .channels = dataset.channels,
                          .height = dataset.height,
                          .width = dataset.width,
                          .classes = dataset.classes(),
                          .baseWidth = fields.at("width"),
                          .hidden = fields.value("hidden", std::vector<std::int64_t>())};
    facts.module = fields.value("module", std::string());
    facts.mean = dataset.mean;
    facts.deviation = dataset.deviation;
    facts.epochs = fields.value("epochs", std::int64_t{0});
    facts.device = fields.value("device", std::string("cpu"));
    facts.precision = fields.value("precision", std::string("float32"));
    facts.threads = models::threadsInUse();
    return facts;
}

std::unique_ptr<models::Model> newModel(const json& fields, train::RunFacts& facts) {
    const auto precision = models::precisionNamed(facts.precision);
    const auto device = models::deviceNamed(facts.device);
    models::ArchitectureOptions& a = facts.architecture;
    const store::Shape shape{a.channels, a.height, a.width};
    const auto init = fields.value("init", std::string());
    if (a.kind == "torchscript") {
        auto model = models::loadScriptModel(facts.module, shape, precision, device);
        if (!init.empty()) model->load(models::readWeights(init), init);
        return model;
    }
    const store::NamedArrays weights =
        init.empty() ? store::NamedArrays() : models::readWeights(init);
    models::Architecture architecture = init.empty()
                                            ? models::buildArchitecture(a)
                                            : models::architectureFor(a.kind, weights, shape, init);
    a.baseWidth = architecture.baseWidth;
    a.hidden = architecture.hidden;
    if (init.empty())
        return std::make_unique<models::Network>(
            std::move(architecture), static_cast<std::uint64_t>(facts.seed), precision, device);
    return std::make_unique<models::Network>(
        std::move(architecture), weights, init, precision, device);
}

bool mustRunAlone(const train::RunFacts& facts) {
    if (facts.device == "cuda" || facts.architecture.kind == "torchscript") return true;
    return std::ranges::any_of(
        models::buildArchitecture(facts.architecture).nodes,
        [](const models::Node& node) { return node.op == models::Op::Dropout; });
}

train::ImageSource testImagesOf(const store::Dataset& dataset) {
    if (!dataset.test)
        throw badInput(fmt::format(
            "{} has no test split, which accuracy is read on; import one with its test files",
            dataset.id));
    return train::imagesOf(dataset, *dataset.test);
}

}  // namespace winnow::run
