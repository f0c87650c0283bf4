// SPDX-License-Identifier: Apache-2.0
#include "engine/run/selection_inputs.h"

#include "engine/run/kernel_clusters.h"
#include "engine/run/sample_ids.h"
#include "engine/run/stored_values.h"
#include "engine/store/annotations.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace winnow::run {
namespace {

using nlohmann::json;

std::string textOf(const json& fields, const char* name) {
    return fields.value(name, std::string{});
}

/// Validation samples of the run an artifact comes from.
void addFitted(const store::Project& project,
               const store::ArtifactRow& row,
               SelectionInputs& inputs) {
    const auto run = ancestor(project, row, "run");
    if (run && project.has(run->id, "fitted.npy"))
        inputs.fitted =
            storedValues<std::uint8_t>(project, run->id, "fitted.npy", inputs.dataset.train.size());
}

void addExcluded(const store::Project& project, SelectionInputs& inputs) {
    const std::int64_t n = inputs.dataset.train.size();
    for (const store::Decision& each : store::Annotations(project).decisions(inputs.dataset.id)) {
        if (each.action != store::Action::Exclude || each.sample >= n) continue;
        inputs.excluded.resize(at(n), 0);
        inputs.excluded[at(each.sample)] = 1;
    }
}

SelectionInputs startFrom(const store::Project& project, const store::ArtifactRow& row) {
    SelectionInputs inputs{.dataset = datasetOf(project, row),
                           .parents = {},
                           .fitted = {},
                           .judged = {},
                           .excluded = {},
                           .score = {},
                           .redundant = {},
                           .diagonal = {},
                           .assignment = {},
                           .centroids = {},
                           .clusterClass = {},
                           .ids = {},
                           .scoreFacts = {},
                           .warnings = {}};
    if (row.id != inputs.dataset.id) inputs.parents.push_back(row.id);
    addFitted(project, row, inputs);
    addExcluded(project, inputs);
    return inputs;
}

SelectionInputs forRandom(const store::Project& project, const json& fields) {
    for (const char* kind : {"run", "kernel", "cluster"})
        if (fields.contains(kind))
            return startFrom(project, project.find(kind, textOf(fields, kind)));
    const std::string dataset = fields.contains("dataset") ? textOf(fields, "dataset") : "latest";
    return startFrom(project, project.find("dataset", dataset));
}

/// Events; never-learned samples rank above every count.
std::vector<double> forgettingScores(const store::Project& project,
                                     const std::string& run,
                                     std::int64_t n) {
    const auto events = storedValues<std::int64_t>(project, run, "forgetting.npy", n);
    const auto never = storedValues<std::uint8_t>(project, run, "never_learned.npy", n);
    const std::int64_t above = events.empty() ? 0 : *std::ranges::max_element(events) + 1;
    std::vector<double> score;
    for (std::size_t i = 0; i < events.size(); ++i)
        score.push_back(static_cast<double>(never[i] != 0 ? above : events[i]));
    return score;
}

/// The list says all: what a run held out for validation goes like the rest, and what was excluded
/// stays where the list has it.
SelectionInputs forIds(const store::Project& project, const json& fields) {
    SelectionInputs inputs = forRandom(project, fields);
    inputs.fitted.clear();
    inputs.excluded.clear();
    inputs.ids = sampleIds(textOf(fields, "ids"), inputs.dataset.train.size());
    return inputs;
}

SelectionInputs forScore(const store::Project& project, const json& fields) {
    const store::ArtifactRow run = project.find("run", textOf(fields, "run"));
    const std::string method = textOf(fields, "method");
    SelectionInputs inputs = startFrom(project, run);
    const std::int64_t n = inputs.dataset.train.size();
    if (method == "forgetting") {
        inputs.score = forgettingScores(project, run.id, n);
        return inputs;
    }
    if (!project.has(run.id, method + ".npy"))
        throw badInput(
            fmt::format("run: {} has no {} scores; train again with --{}-epoch, or "
                        "choose another method",
                        run.id,
                        method,
                        method));
    inputs.score = storedValues<double>(project, run.id, method + ".npy", n);
    return inputs;
}

SelectionInputs forFeatures(const store::Project& project,
                            const json& fields,
                            FeatureScoreCache* cache,
                            const jobs::JobContext& context) {
    const store::ArtifactRow run = project.find("run", textOf(fields, "run"));
    SelectionInputs inputs = startFrom(project, run);
    FeatureScores scores = featureScores(project, run, fields, inputs.fitted, cache, context);
    inputs.score = std::move(scores.score);
    inputs.scoreFacts = std::move(scores.facts);
    inputs.warnings = std::move(scores.warnings);
    return inputs;
}

/// A kernel's arrays follow its own samples; here they are spread over the training split.
void addKernel(const store::Project& project,
               const store::ArtifactRow& kernel,
               SelectionInputs& inputs) {
    const std::int64_t n = inputs.dataset.train.size();
    const auto samples = kernelSamples(project, kernel, n);
    const auto count = std::ssize(samples);
    const auto redundant = storedValues<std::uint8_t>(project, kernel.id, "redundant.npy", count);
    const auto diagonal = storedValues<float>(project, kernel.id, "diagonal.npy", count);
    const auto best = storedValues<float>(project, kernel.id, "best.npy", count);
    inputs.redundant.assign(at(n), 0);
    inputs.diagonal.assign(at(n), 0);
    inputs.score.assign(at(n), std::numeric_limits<double>::quiet_NaN());
    if (count != n) inputs.judged.assign(at(n), 0);
    for (std::size_t k = 0; k < samples.size(); ++k) {
        const std::size_t i = at(samples[k]);
        if (count != n) inputs.judged[i] = 1;
        inputs.redundant[i] = redundant[k];
        inputs.diagonal[i] = diagonal[k];
        if (diagonal[k] > 0)
            inputs.score[i] = static_cast<double>(best[k]) / static_cast<double>(diagonal[k]);
    }
}

SelectionInputs forRedundant(const store::Project& project, const json& fields) {
    const store::ArtifactRow kernel = project.find("kernel", textOf(fields, "kernel"));
    SelectionInputs inputs = startFrom(project, kernel);
    addKernel(project, kernel, inputs);
    return inputs;
}

/// The clusters to thin: those named, else the newest of the kernel, else none.
std::optional<store::ArtifactRow> clusterRow(const store::Project& project, const json& fields) {
    if (fields.contains("cluster")) return project.find("cluster", textOf(fields, "cluster"));
    const store::ArtifactRow kernel = project.find("kernel", textOf(fields, "kernel"));
    const auto rows = project.artifacts("cluster");
    const auto newest =
        std::find_if(rows.rbegin(), rows.rend(), [&](const store::ArtifactRow& row) {
            return std::ranges::count(row.parents, kernel.id) > 0;
        });
    return newest == rows.rend() ? std::nullopt : std::optional(*newest);
}

store::ArtifactRow kernelOf(const store::Project& project,
                            const json& fields,
                            const std::optional<store::ArtifactRow>& clusters) {
    if (!clusters) return project.find("kernel", textOf(fields, "kernel"));
    store::ArtifactRow kernel = requireAncestor(project, *clusters, "kernel");
    if (fields.contains("kernel") &&
        project.find("kernel", textOf(fields, "kernel")).id != kernel.id)
        throw badInput(
            fmt::format("{} was made from {}, not from the kernel given; leave kernel "
                        "out or give {}",
                        clusters->id,
                        kernel.id,
                        kernel.id));
    return kernel;
}

void addClusters(const store::Project& project, const std::string& id, SelectionInputs& inputs) {
    const std::int64_t n = inputs.dataset.train.size();
    inputs.centroids = storedIndices(project, id, "centroids.npy", -1, n);
    const auto clusters = std::ssize(inputs.centroids);
    inputs.assignment = storedIndices(project, id, "assignment.npy", n, clusters);
    inputs.clusterClass =
        storedIndices(project, id, "cluster_class.npy", clusters, inputs.dataset.classes());
    inputs.parents.insert(inputs.parents.begin(), id);
}

SelectionInputs forPipeline(const store::Project& project,
                            const json& fields,
                            const jobs::JobContext& context) {
    const auto clusters = clusterRow(project, fields);
    const store::ArtifactRow kernel = kernelOf(project, fields, clusters);
    SelectionInputs inputs = startFrom(project, kernel);
    addKernel(project, kernel, inputs);
    if (clusters) {
        addClusters(project, clusters->id, inputs);
        return inputs;
    }
    context.report.note(fmt::format("{} has no clusters yet; they are computed now", kernel.id));
    KernelClusters made = clusterKernel(project, kernel, inputs.dataset, {}, context);
    inputs.assignment = std::move(made.assignment);
    inputs.centroids = std::move(made.centroids);
    inputs.clusterClass = std::move(made.clusterClass);
    return inputs;
}

}  // namespace

select::SelectionScope SelectionInputs::scope() const {
    return {dataset.train.labels(), dataset.classes(), fitted, judged, excluded};
}

SelectionInputs selectionInputs(const JobInput& input,
                                const jobs::JobContext& context,
                                FeatureScoreCache* cache) {
    const std::string method = textOf(input.fields, "method");
    const bool byFeatures = method == "influence-score" || method == "herding";
    SelectionInputs inputs = method == "random"      ? forRandom(input.project, input.fields)
                             : method == "ids"       ? forIds(input.project, input.fields)
                             : method == "redundant" ? forRedundant(input.project, input.fields)
                             : method == "lpntk-pipeline"
                                 ? forPipeline(input.project, input.fields, context)
                             : byFeatures ? forFeatures(input.project, input.fields, cache, context)
                                          : forScore(input.project, input.fields);
    inputs.parents.push_back(inputs.dataset.id);
    return inputs;
}

}  // namespace winnow::run
