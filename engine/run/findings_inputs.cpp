// SPDX-License-Identifier: Apache-2.0
#include "engine/run/findings_inputs.h"

#include "engine/run/kernel_clusters.h"
#include "engine/run/stored_values.h"
#include "engine/store/error.h"

#include <fmt/format.h>

namespace winnow::run {
namespace {

using nlohmann::json;

store::ArtifactRow runOf(const JobInput& input,
                         const store::ArtifactRow& kernel,
                         const std::string& dataset) {
    if (!input.fields.contains("run")) return requireAncestor(input.project, kernel, "run");
    store::ArtifactRow run = input.project.find("run", input.fields.at("run").get<std::string>());
    const std::string other = requireAncestor(input.project, run, "dataset").id;
    if (other != dataset)
        throw badInput(
            fmt::format("{} was trained on {} and {} is of {}; give a run of that data "
                        "set, or leave run out",
                        run.id,
                        other,
                        kernel.id,
                        dataset));
    return run;
}

/// The training again, on the machine of this job. A network of a person's own is taken from the
/// run, which keeps a copy.
json recipeOf(const JobInput& input, const store::ArtifactRow& run) {
    json recipe = store::fieldsOf(run);
    recipe["device"] = input.fields.at("device");
    if (recipe.contains("module"))
        recipe["module"] = input.project.path(run.id, "module.pt").string();
    return recipe;
}

std::int64_t bestEpochOf(const store::ArtifactRow& run, std::int64_t epochs) {
    const json figures = json::parse(run.summary, nullptr, false);
    const std::int64_t best =
        figures.is_object() ? figures.value("best_epoch", std::int64_t{0}) : std::int64_t{0};
    if (best < 1 || best > epochs)
        throw badInput(fmt::format("{} does not say which epoch was best; train again", run.id));
    return best;
}

}  // namespace

FindingsInputs findingsInputs(const JobInput& input) {
    const store::Project& project = input.project;
    const store::ArtifactRow kernel =
        project.find("kernel", input.fields.at("kernel").get<std::string>());
    const std::string dataset = requireAncestor(project, kernel, "dataset").id;
    const store::ArtifactRow run = runOf(input, kernel, dataset);
    const json made = store::fieldsOf(kernel);
    store::Dataset opened = store::openDataset(project, dataset);
    if (opened.classes() < 2)
        throw badInput(fmt::format(
            "'{}' has one class; a label can only be wrong where there is another", opened.name));
    const std::int64_t n = opened.train.size();
    const std::int64_t epochs = project.map(run.id, "loss.npy").shape().at(0);
    return {.dataset = std::move(opened),
            .run = run,
            .kernel = kernel,
            .recipe = recipeOf(input, run),
            .epochs = epochs,
            .bestEpoch = bestEpochOf(run, epochs),
            .forgetting = storedValues<std::int64_t>(project, run.id, "forgetting.npy", n),
            .difficulty = storedValues<double>(project, run.id, "difficulty.npy", n),
            .oneClass = made.value("scope", std::string()) == "per-class" || made.contains("class"),
            .ignoresLabels = made.value("kind", std::string()) == "pntk",
            .projected = made.value("projection", std::int64_t{0}) > 0,
            .samples = kernelSamples(project, kernel, n),
            .partners = project.read(kernel.id, "neighbours.npy"),
            .kappa = project.read(kernel.id, "neighbour_values.npy"),
            .diagonal = project.read(kernel.id, "diagonal.npy")};
}

}  // namespace winnow::run
