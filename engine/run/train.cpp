// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/training_setup.h"
#include "engine/store/dataset.h"
#include "engine/store/error.h"
#include "engine/train/stored_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::run {
namespace {

using nlohmann::json;

train::TrainOptions trainOptions(const json& fields) {
    train::TrainOptions options = trainOptionsOf(fields);
    options.records = train::recordPass(fields.at("records").get<std::string>());
    options.validation = fields.at("validation");
    options.keepBest = fields.at("checkpoint") == "best";
    const auto scores = fields.at("scores").get<std::string>();
    options.el2n = scores == "el2n" || scores == "both";
    options.grand = scores == "grand" || scores == "both";
    options.scoreEpoch = fields.at("score-epoch");
    options.snapshots = fields.at("snapshots");
    return options;
}

std::string nameOf(const json& fields, std::int64_t repeat, std::int64_t repeats) {
    const auto name = fields.value("name", std::string());
    return name.empty() || repeats == 1 ? name : fmt::format("{}-{}", name, repeat + 1);
}

/// One repeat from its first or its last finished epoch to its artifact; returns the artifact's
/// row.
store::ArtifactRow trainOnce(const JobInput& input,
                             const jobs::JobContext& job,
                             const store::Dataset& dataset,
                             std::int64_t repeat,
                             std::int64_t repeats) {
    const jobs::Stopwatch watch;
    train::TrainOptions options = trainOptions(input.fields);
    train::RunFacts facts = runFactsOf(input.fields, dataset);
    facts.seed = input.fields.at("seed").get<std::int64_t>() + repeat;
    options.seed = static_cast<std::uint64_t>(facts.seed);
    const auto model = newModel(input.fields, facts);

    train::TrainData data{train::imagesOf(dataset, dataset.train), std::nullopt, dataset.classes()};
    if (dataset.test) data.test = train::imagesOf(dataset, *dataset.test);
    const std::filesystem::path folder = input.workFolder / fmt::format("seed-{}", facts.seed);
    std::filesystem::create_directories(folder);
    const train::TrainResult result = train::train(*model, data, options, folder, job);
    facts.bestEpoch = result.bestEpoch;

    store::ArtifactRow row =
        artifactRow(input, "train", "run", nameOf(input.fields, repeat, repeats), {dataset.id});
    row.seed = facts.seed;
    store::ArtifactDraft draft(input.project, row);
    const double seconds = watch.seconds();
    const json figures = train::writeRun(draft, facts, result, seconds);
    row.id = draft.commit(figures, seconds);
    row.summary = figures.dump();
    std::filesystem::remove_all(folder);
    return row;
}

/// Repeats that an earlier attempt at this job has already stored.
std::optional<store::ArtifactRow> finishedRepeat(const JobInput& input, std::int64_t seed) {
    for (store::ArtifactRow& row : input.project.artifacts("run"))
        if (row.job == input.jobId && row.seed == seed) return std::move(row);
    return std::nullopt;
}

json meanAndDeviation(const std::vector<json>& runs, const char* figure) {
    double sum = 0, squares = 0;
    for (const json& run : runs) {
        if (!run.at(figure).is_number()) return {{"mean", nullptr}, {"deviation", nullptr}};
        const double value = run.at(figure);
        sum += value;
        squares += value * value;
    }
    const auto n = static_cast<double>(runs.size());
    const double mean = sum / n;
    return {{"mean", mean},
            {"deviation", std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1)))}};
}

json summaryOf(const std::vector<store::ArtifactRow>& rows) {
    std::vector<json> runs;
    for (const store::ArtifactRow& row : rows) {
        json run = json::parse(row.summary);
        run["run"] = row.id;
        run["seed"] = row.seed;
        runs.push_back(std::move(run));
    }
    if (runs.size() == 1) return runs.front();
    return {{"runs", runs},
            {"validation_accuracy", meanAndDeviation(runs, "validation_accuracy")},
            {"test_accuracy", meanAndDeviation(runs, "test_accuracy")}};
}

}  // namespace

JobOutcome runTrain(const JobInput& input, const jobs::JobContext& job) {
    const store::Dataset dataset =
        store::openDataset(input.project, input.fields.at("dataset").get<std::string>());
    const std::int64_t repeats = input.fields.at("repeat");
    std::vector<store::ArtifactRow> rows;
    for (std::int64_t repeat = 0; repeat < repeats; ++repeat) {
        const std::int64_t seed = input.fields.at("seed").get<std::int64_t>() + repeat;
        if (auto finished = finishedRepeat(input, seed)) {
            rows.push_back(std::move(*finished));
            continue;
        }
        if (repeats > 1)
            job.report.note(fmt::format("run {} of {}, seed {}", repeat + 1, repeats, seed));
        rows.push_back(trainOnce(input, job, dataset, repeat, repeats));
        if (repeat + 1 < repeats) job.report.artifact(rows.back().id, "run");
    }
    return {rows.back().id, summaryOf(rows).dump()};
}

}  // namespace winnow::run
