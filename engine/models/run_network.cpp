// SPDX-License-Identifier: Apache-2.0
#include "engine/models/run_network.h"

#include "engine/models/script_model.h"
#include "engine/store/atomic.h"
#include "engine/store/error.h"

#include <nlohmann/json.hpp>

namespace winnow::models {
namespace {

using nlohmann::json;

json descriptionOf(const store::Project& project, const store::ArtifactRow& run) {
    const auto file = project.path(run.id, "run.json");
    json description = json::parse(store::readText(file), nullptr, false);
    if (!description.is_object())
        throw badInput(file.string() +
                       " is damaged; run `winnow-engine check` on the project, and train again");
    return description;
}

ArchitectureOptions optionsOf(const json& description) {
    ArchitectureOptions options;
    options.kind = description.at("kind");
    options.channels = description.at("channels");
    options.height = description.at("height");
    options.width = description.at("width");
    options.classes = description.at("classes");
    options.baseWidth = description.value("base_width", std::int64_t{0});
    options.hidden = description.value("hidden", std::vector<std::int64_t>{});
    return options;
}

/// Entry of "snapshots" in run.json.
struct Kept {
    std::int64_t epoch = 0;
    std::string file;
};

std::vector<Kept> keptOf(const json& description) {
    std::vector<Kept> kept;
    for (const json& one : description.value("snapshots", json::array()))
        kept.push_back({one.at("epoch"), one.at("file")});
    return kept;
}

std::string fileOf(const RunNetwork& opened, const json& description) {
    const std::string& checkpoint = opened.checkpoint;
    if (checkpoint == "best") return "weights.safetensors";
    if (checkpoint == "last") return "last.safetensors";
    std::string words;
    for (const Kept& one : keptOf(description)) {
        const std::string word = "epoch-" + std::to_string(one.epoch);
        if (checkpoint == word) return one.file;
        words += ", " + word;
    }
    throw badInput("checkpoint is \"" + checkpoint + "\"; " + opened.run.id + " has best, last" +
                   (words.empty() ? " and kept no snapshots: train with --snapshots 1" : words));
}

std::unique_ptr<Model> modelOf(const store::Project& project,
                               const RunNetwork& opened,
                               const json& description,
                               Precision precision,
                               Device device) {
    const auto weights = project.path(opened.run.id, fileOf(opened, description));
    const ArchitectureOptions options = optionsOf(description);
    if (options.kind == "torchscript") {
        auto script = loadScriptModel(project.path(opened.run.id, "module.pt"),
                                      {options.channels, options.height, options.width},
                                      precision,
                                      device);
        script->load(readWeights(weights), weights.filename().string());
        return script;
    }
    return std::make_unique<Network>(buildArchitecture(options),
                                     readWeights(weights),
                                     weights.filename().string(),
                                     precision,
                                     device);
}

}  // namespace

std::vector<std::int64_t> snapshotEpochs(const store::Project& project, std::string_view run) {
    const store::ArtifactRow row = project.find("run", run);
    try {
        std::vector<std::int64_t> epochs;
        for (const Kept& one : keptOf(descriptionOf(project, row))) epochs.push_back(one.epoch);
        return epochs;
    } catch (const json::exception&) {
        throw badInput("run.json of " + row.id + " lists its snapshots wrongly; train again");
    }
}

RunNetwork openRun(const store::Project& project,
                   std::string_view run,
                   std::string_view checkpoint,
                   Precision precision,
                   Device device) {
    store::ArtifactRow row = project.find("run", run);
    if (row.parents.empty())
        throw badInput(row.id + " does not say which data set it was trained on");
    store::Dataset dataset = store::openDataset(project, row.parents.front());
    RunNetwork opened{std::move(row), std::move(dataset), nullptr, {}, {}, std::string(checkpoint)};
    try {
        const json description = descriptionOf(project, opened.run);
        opened.mean = description.at("mean").get<std::vector<double>>();
        opened.deviation = description.at("deviation").get<std::vector<double>>();
        opened.model = modelOf(project, opened, description, precision, device);
    } catch (const json::exception&) {
        throw badInput("run.json of " + opened.run.id +
                       " lacks a part of the network's description; train again");
    }
    return opened;
}

}  // namespace winnow::models
