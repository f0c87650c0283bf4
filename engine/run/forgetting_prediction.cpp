// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/forgetting.h"
#include "engine/train/pass.h"

#include <nlohmann/json.hpp>

#include <cmath>

/// Algorithm 2 and Table 1 (methods/lpntk.md, section 4.6), one training a task.
namespace winnow::run {
namespace {

using nlohmann::json;
using stats::Confusion;

constexpr std::int64_t kCounts = 4;        // of a Confusion
constexpr std::int64_t kEventColumns = 4;  // iteration, id, forgotten, bits of the predictors

store::NamedArrays arraysOf(const train::ForgettingRecord& record, std::int64_t iterations) {
    std::vector<std::int64_t> counts, events;
    for (const Confusion& c : record.counts)
        counts.insert(counts.end(),
                      {c.truePositives, c.falsePositives, c.falseNegatives, c.trueNegatives});
    for (const train::ForgettingEvent& event : record.events)
        events.insert(events.end(),
                      {event.iteration, event.sample, event.forgotten ? 1 : 0, event.predictedBy});
    const std::vector<double> seconds{record.secondsTraining, record.secondsPredicting};
    const std::int64_t predictors = std::ssize(record.counts) / iterations;
    return {{"counts", store::Array::from<std::int64_t>(counts, {predictors, iterations, kCounts})},
            {"batch",
             store::Array::from<std::int64_t>(record.batch, {iterations + 1, record.batchSize})},
            {"event",
             store::Array::from<std::int64_t>(events, {std::ssize(record.events), kEventColumns})},
            {"seconds", store::Array::from<double>(seconds, {2})}};
}

train::ForgettingOptions forgettingOptions(const json& fields) {
    train::ForgettingOptions options;
    options.iterations = fields.at("iterations");
    options.update = train::updateOf(fields.at("update").get<std::string>());
    options.mode = train::eventMode(fields.at("event-mode").get<std::string>());
    return options;
}

/// The training of one seed.
store::NamedArrays predicted(const json& fields,
                             const store::Dataset& dataset,
                             std::int64_t seed,
                             const jobs::JobContext& job) {
    train::RunFacts facts = runFactsOf(fields, dataset);
    facts.seed = seed;
    train::TrainOptions training = trainOptionsOf(fields);
    training.seed = static_cast<std::uint64_t>(seed);
    const auto model = newModel(fields, facts);
    const train::ImageSource source = train::imagesOf(dataset, dataset.train);
    const auto pass = train::passOver(*model, source);
    const train::ForgettingOptions options = forgettingOptions(fields);
    return arraysOf(train::predictForgetting(
                        *model, *pass, source, training, options, allRows(source.size()), job),
                    options.iterations);
}

/// Counts of one predictor in one training, pooled over its iterations.
Confusion pooled(const store::NamedArrays& seed, std::int64_t predictor) {
    const store::Array& counts = seed.at("counts");
    const std::int64_t each = counts.shape.at(1) * kCounts;
    const auto values = counts.as<std::int64_t>().subspan(at(predictor * each), at(each));
    Confusion all;
    for (std::size_t i = 0; i < values.size(); i += kCounts)
        all += {values[i], values[i + 1], values[i + 2], values[i + 3]};
    return all;
}

json predictorOf(const std::vector<store::NamedArrays>& seeds,
                 std::int64_t predictor,
                 train::Predictor kind,
                 std::int64_t firstSeed) {
    std::vector<double> precision, recall, f1;
    json perSeed = json::array();
    for (std::int64_t r = 0; r < std::ssize(seeds); ++r) {
        const Confusion counts = pooled(seeds[at(r)], predictor);
        precision.push_back(stats::precision(counts));
        recall.push_back(stats::recall(counts));
        f1.push_back(stats::f1(counts));
        perSeed.push_back({{"seed", firstSeed + r},
                           {"precision", figureOf(precision.back())},
                           {"recall", figureOf(recall.back())},
                           {"f1", figureOf(f1.back())},
                           {"events", counts.truePositives + counts.falseNegatives},
                           {"predicted", counts.truePositives + counts.falsePositives}});
    }
    return {{"name", train::predictorName(kind)},
            {"precision", figuresOf(stats::summarise(precision))},
            {"recall", figuresOf(stats::summarise(recall))},
            {"f1", figuresOf(stats::summarise(f1))},
            {"per_seed", perSeed}};
}

void writeArrays(store::ArtifactDraft& draft, const std::vector<store::NamedArrays>& seeds) {
    const store::Shape counts = seeds.front().at("counts").shape;
    const store::Shape batch = seeds.front().at("batch").shape;
    const auto repeats = std::ssize(seeds);
    store::Array allCounts(store::DType::Int64, {counts[0], repeats, counts[1], counts[2]});
    std::vector<std::int64_t> batches, events;
    for (std::int64_t r = 0; r < repeats; ++r) {
        const store::NamedArrays& seed = seeds[at(r)];
        const auto own = seed.at("counts").as<std::int64_t>();
        const std::int64_t each = counts[1] * counts[2];
        for (std::int64_t p = 0; p < counts[0]; ++p)
            std::ranges::copy(own.subspan(at(p * each), at(each)),
                              allCounts.as<std::int64_t>().begin() + (p * repeats + r) * each);
        const auto ids = seed.at("batch").as<std::int64_t>();
        batches.insert(batches.end(), ids.begin(), ids.end());
        const auto rows = seed.at("event").as<std::int64_t>();
        for (std::size_t i = 0; i < rows.size(); i += kEventColumns) {
            events.push_back(r);
            const auto row = rows.subspan(i, kEventColumns);
            events.insert(events.end(), row.begin(), row.end());
        }
    }
    draft.write("counts.npy", allCounts);
    draft.write<std::int64_t>("batch.npy", batches, {repeats, batch[0], batch[1]});
    draft.write<std::int64_t>(
        "event.npy", events, {std::ssize(events) / (kEventColumns + 1), kEventColumns + 1});
}

json resultOf(const json& fields, const std::vector<store::NamedArrays>& seeds) {
    const std::int64_t firstSeed = fields.at("seed");
    json result{{"preset", fields.at("preset")},
                {"seeds", std::ssize(seeds)},
                {"iterations", fields.at("iterations")},
                {"batch", seeds.front().at("batch").shape.at(1)},
                {"update", fields.at("update")},
                {"event_mode", fields.at("event-mode")},
                {"predictors", json::array()}};
    for (const char* setting : {"model", "lr", "optimizer", "momentum", "augment"})
        result[setting] = fields.at(setting);
    result["weight_decay"] = fields.at("weight-decay");
    const std::vector<train::Predictor> predictors = train::ForgettingOptions().predictors;
    for (std::int64_t p = 0; p < std::ssize(predictors); ++p)
        result["predictors"].push_back(predictorOf(seeds, p, predictors[at(p)], firstSeed));
    std::int64_t events = 0;
    double training = 0, predicting = 0;
    for (const store::NamedArrays& seed : seeds) {
        const Confusion counts = pooled(seed, 0);
        events += counts.truePositives + counts.falseNegatives;
        training += seed.at("seconds").as<double>()[0];
        predicting += seed.at("seconds").as<double>()[1];
    }
    result["events"] = events;
    result["seconds_training"] = training;
    result["seconds_predicting"] = predicting;
    return result;
}

/// What a list or a card shows of it.
json briefly(json result) {
    for (json& predictor : result.at("predictors")) {
        predictor.erase("per_seed");
        for (const char* figure : {"precision", "recall", "f1"})
            predictor[figure] = json(predictor[figure]["mean"]);
    }
    return result;
}

}  // namespace

JobOutcome runForgettingPrediction(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const json& fields = input.fields;
    const store::Dataset dataset =
        store::openDataset(input.project, fields.at("dataset").get<std::string>());
    const std::int64_t firstSeed = fields.at("seed");
    const std::vector<train::Predictor> predictors = train::ForgettingOptions().predictors;
    const TaskList tasks{
        .stage = "seeds",
        .count = fields.at("repeat"),
        .work =
            [&](std::int64_t task, const jobs::JobContext& job) {
                return predicted(fields, dataset, firstSeed + task, job);
            },
        .done =
            [&](std::int64_t task, const store::NamedArrays& result) {
                for (std::int64_t p = 0; p < std::ssize(predictors); ++p) {
                    const double f1 = stats::f1(pooled(result, p));
                    if (std::isfinite(f1))
                        context.report.metric(
                            "f1_" + std::string(train::predictorName(predictors[at(p)])),
                            firstSeed + task,
                            f1);
                }
            },
        .workers = mustRunAlone(runFactsOf(fields, dataset)) ? 1 : 0};
    const auto seeds = runTasks(tasks, input.workFolder, context);
    json result = resultOf(fields, seeds);
    const double seconds = watch.seconds();
    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "forgetting-prediction",
                                           "forgetting-prediction",
                                           fields.value("name", std::string()),
                                           {dataset.id}));
    writeArrays(draft, seeds);
    writeResult(draft, result, fields, seconds);
    const json summary = briefly(std::move(result));
    return {draft.commit(summary, seconds), summary.dump()};
}

}  // namespace winnow::run
