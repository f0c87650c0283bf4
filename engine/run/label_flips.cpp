// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/memory.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/label_noise.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/stats/retrieval.h"
#include "engine/stats/summary.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

/// Planted label errors: methods/lpntk.md, section 4.9.
namespace winnow::run {
namespace {

using nlohmann::json;

/// Sweeps of larger sets take all threads and much memory: one after the other.
constexpr std::int64_t kLargestBesideOthers = 10'000;

/// Of one score in one repeat.
struct Worth {
    double auc, precision;
};

Worth worthOf(std::size_t score, const store::NamedArrays& repeat, const LabelNoise& noise) {
    const auto all = repeat.at("scores").as<double>();
    const std::size_t n = noise.ids.size();
    std::vector<double> values(all.begin() + static_cast<std::ptrdiff_t>(score * n),
                               all.begin() + static_cast<std::ptrdiff_t>((score + 1) * n));
    if (!kLabelScores[score].higherIsWrong)
        for (double& value : values) value = -value;
    if (std::ranges::all_of(values, [](double value) { return std::isnan(value); }))
        return {stats::kUndefined, stats::kUndefined};
    return {stats::areaUnderRoc(values, noise.labels.flipped),
            stats::precisionAt(values, noise.labels.flipped, noise.labels.count)};
}

/// Best first; scores that were not measured are left out.
json rowsOf(const std::vector<store::NamedArrays>& repeats, const LabelNoise& noise) {
    std::vector<json> rows;
    for (std::size_t score = 0; score < at(kLabelScoreCount); ++score) {
        std::vector<double> auc, precision;
        for (const store::NamedArrays& repeat : repeats) {
            const Worth worth = worthOf(score, repeat, noise);
            auc.push_back(worth.auc);
            precision.push_back(worth.precision);
        }
        const json aucs = figuresOf(stats::summarise(auc)),
                   precisions = figuresOf(stats::summarise(precision));
        if (aucs.at("n") == 0) continue;
        rows.push_back({{"score", kLabelScores[score].name},
                        {"auc", aucs.at("mean")},
                        {"precision", precisions.at("mean")},
                        {"direction", kLabelScores[score].higherIsWrong ? "higher" : "lower"},
                        {"auc_over_seeds", aucs},
                        {"precision_over_seeds", precisions}});
    }
    std::ranges::stable_sort(
        rows, std::greater{}, [](const json& row) { return row.at("auc").get<double>(); });
    return rows;
}

void writeArrays(store::ArtifactDraft& draft,
                 const store::Dataset& dataset,
                 const LabelNoise& noise,
                 const std::vector<store::NamedArrays>& repeats) {
    const std::int64_t all = dataset.train.size(), n = std::ssize(noise.ids),
                       r = std::ssize(repeats);
    std::vector<std::uint8_t> flipped(at(all));
    std::vector<std::int64_t> given(at(all), -1);
    for (std::size_t i = 0; i < noise.ids.size(); ++i) {
        flipped[at(noise.ids[i])] = noise.labels.flipped[i];
        given[at(noise.ids[i])] = noise.labels.labels[i];
    }
    std::vector<double> scores;
    for (const store::NamedArrays& repeat : repeats) {
        const auto values = repeat.at("scores").as<double>();
        scores.insert(scores.end(), values.begin(), values.end());
    }
    draft.write<std::uint8_t>("flipped.npy", flipped, {all});
    draft.write<std::int64_t>("given_label.npy", given, {all});
    draft.write<std::int64_t>("sample.npy", noise.ids, {n});
    draft.write<double>("score.npy", scores, {r, kLabelScoreCount, n});
}

std::vector<store::NamedArrays> repeatsOf(const JobInput& input,
                                          const store::Dataset& dataset,
                                          const LabelNoise& noise,
                                          const jobs::JobContext& job) {
    constexpr std::size_t kCombined = kLabelScores.size() - 1;
    const bool alone = std::ssize(noise.ids) > kLargestBesideOthers ||
                       mustRunAlone(runFactsOf(input.fields, dataset));
    const std::int64_t repeats = input.fields.at("repeat"), seed = input.fields.at("seed");
    // Sweeps side by side share what one alone would take.
    const double memoryBytes =
        alone ? 0
              : 0.5 * jobs::availableMemory() /
                    static_cast<double>(std::min<std::int64_t>(repeats, models::threadsInUse()));
    const TaskList tasks{
        .stage = "seeds",
        .count = repeats,
        .work =
            [&](std::int64_t number, const jobs::JobContext& context) {
                const auto folder = input.workFolder / fmt::format("training-{}", number);
                return store::NamedArrays{
                    {"scores",
                     scoresOfTraining(
                         input.fields, dataset, noise, number, memoryBytes, folder, context)}};
            },
        .done =
            [&](std::int64_t number, const store::NamedArrays& result) {
                job.report.metric(
                    "combined_auc", seed + number, worthOf(kCombined, result, noise).auc);
            },
        .workers = alone ? 1 : 0};
    return runTasks(tasks, input.workFolder, job);
}

}  // namespace

JobOutcome runLabelFlips(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    const store::Dataset dataset =
        store::openDataset(input.project, input.fields.at("dataset").get<std::string>());
    LabelNoise noise;
    plantNoise(noise, input.fields, dataset);
    const std::vector<store::NamedArrays> repeats = repeatsOf(input, dataset, noise, job);

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "label-flips",
                                           "label-flips",
                                           input.fields.value("name", std::string{}),
                                           {dataset.id}));
    writeArrays(draft, dataset, noise, repeats);
    json names = json::array();
    for (const LabelScore& score : kLabelScores) names.push_back(score.name);
    const json rows = rowsOf(repeats, noise);
    const double seconds = watch.seconds();
    json result{{"share", input.fields.at("share")},
                {"flips", noise.labels.count},
                {"samples", noise.ids.size()},
                {"seeds", repeats.size()},
                {"chance",
                 static_cast<double>(noise.labels.count) / static_cast<double>(noise.ids.size())}};
    json summary = result;
    result.update({{"rows", rows},
                   {"scores", names},
                   {"folds", input.fields.at("folds")},
                   {"nearest", input.fields.at("nearest")},
                   {"kernel_kind", input.fields.at("kernel-kind")},
                   {"model", input.fields.at("model")},
                   {"epochs", input.fields.at("epochs")},
                   {"seed", input.fields.at("seed")},
                   {"preset", input.fields.at("preset")}});
    writeResult(draft, result, input.fields, seconds);
    json table = json::array();
    for (const json& row : rows)
        table.push_back({{"score", row.at("score")},
                         {"auc", row.at("auc")},
                         {"precision", row.at("precision")}});
    summary["rows"] = table;
    return {draft.commit(summary, seconds), summary.dump()};
}

}  // namespace winnow::run
