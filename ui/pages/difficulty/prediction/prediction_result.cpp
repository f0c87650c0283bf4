// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/prediction_result.h"

#include "ui/session/artifact_files.h"

#include <unordered_map>

namespace winnow::ui {
namespace {

constexpr std::int64_t kCounts = 4;
constexpr std::int64_t kEventColumns = 5;
constexpr int kMostPredictors = 62;  // bits of an event

Predictor predictorOf(const ResultObject& row) {
    Predictor predictor{.name = row.text("name"),
                        .precision = row.summary("precision"),
                        .recall = row.summary("recall"),
                        .f1 = row.summary("f1"),
                        .perSeed = {}};
    for (const ResultObject& line : row.rows("per_seed"))
        predictor.perSeed.push_back({.seed = line.count("seed"),
                                     .precision = line.number("precision"),
                                     .recall = line.number("recall"),
                                     .f1 = line.number("f1"),
                                     .events = line.count("events"),
                                     .predicted = line.count("predicted")});
    return predictor;
}

void requireEvents(const PredictionResult& result, const std::string& id, std::int64_t samples) {
    for (std::int64_t row = 0; row < result.event.dim(0); ++row) {
        const ForgettingEvent event = result.eventAt(row);
        const bool inside = event.seed >= 0 && event.seed < result.seeds && event.iteration >= 0 &&
                            event.iteration < result.iterations && event.sample >= 0 &&
                            event.sample < samples;
        if (!inside)
            throw badInput(id + "/event.npy, row " + std::to_string(row) +
                           ", names a seed, an iteration or a sample that is not there; run the "
                           "job again that made it");
    }
}

}  // namespace

PredictionResult predictionResult(const store::Project& project,
                                  const std::string& id,
                                  std::int64_t samples) {
    const ArtifactFiles files(project, id);
    const ResultObject json = ResultObject::of(project, id);
    PredictionResult result;
    for (const ResultObject& row : json.rows("predictors"))
        result.predictors.push_back(predictorOf(row));
    if (result.predictors.empty() || result.predictors.size() > kMostPredictors)
        json.refuse(QStringLiteral("it names %1 predictors instead of 1 to %2")
                        .arg(result.predictors.size())
                        .arg(kMostPredictors));
    const auto predictors = static_cast<std::int64_t>(result.predictors.size());
    constexpr std::int64_t kAny = ArtifactFiles::kAny;
    files.required(result.counts, "counts.npy", {predictors, kAny, kAny, kCounts});
    result.seeds = result.counts.dim(1);
    result.iterations = result.counts.dim(2);
    files.required(result.batch, "batch.npy", {result.seeds, result.iterations + 1, kAny});
    result.batchSize = result.batch.dim(2);
    files.required(result.event, "event.npy", {kAny, kEventColumns});
    files.requireIds(result.batch, "batch.npy", samples, -1);
    requireEvents(result, id, samples);
    result.update = json.text("update");
    result.eventMode = json.text("event_mode");
    result.id = QString::fromStdString(id);
    return result;
}

ForgettingEvent PredictionResult::eventAt(std::int64_t row) const {
    const std::int64_t at = row * kEventColumns;
    return {event[at], event[at + 1], event[at + 2], event[at + 3] != 0, event[at + 4]};
}

Confusion PredictionResult::confusionAt(int predictor, int seed, std::int64_t iteration) const {
    const std::int64_t first = seed == kAllSeeds ? 0 : seed;
    const std::int64_t last = seed == kAllSeeds ? seeds - 1 : seed;
    Confusion sum;
    for (std::int64_t r = first; r <= last; ++r) {
        const std::int64_t at = ((predictor * seeds + r) * iterations + iteration) * kCounts;
        sum.hits += counts[at];
        sum.falseAlarms += counts[at + 1];
        sum.missed += counts[at + 2];
        sum.quiet += counts[at + 3];
    }
    return sum;
}

Confusion PredictionResult::confusion(int predictor, int seed) const {
    Confusion sum;
    for (std::int64_t t = 0; t < iterations; ++t) {
        const Confusion each = confusionAt(predictor, seed, t);
        sum.hits += each.hits;
        sum.falseAlarms += each.falseAlarms;
        sum.missed += each.missed;
        sum.quiet += each.quiet;
    }
    return sum;
}

std::vector<std::int64_t> PredictionResult::batchAt(std::int64_t seed,
                                                    std::int64_t iteration) const {
    const std::int64_t at = (seed * (iterations + 1) + iteration) * batchSize;
    std::vector<std::int64_t> ids;
    for (std::int64_t i = at; i < at + batchSize; ++i)
        if (batch[i] >= 0) ids.push_back(batch[i]);
    return ids;
}

std::int64_t PredictionResult::seedNumber(std::int64_t index) const {
    const std::vector<SeedScores>& scores = predictors.front().perSeed;
    const auto at = static_cast<std::size_t>(index);
    return at < scores.size() ? scores[at].seed : index + 1;
}

std::vector<ForgottenSample> mostForgotten(const PredictionResult& result, std::size_t most) {
    std::unordered_map<std::int64_t, std::int64_t> events;
    for (std::int64_t row = 0; row < result.event.dim(0); ++row)
        if (const ForgettingEvent event = result.eventAt(row); event.forgotten)
            ++events[event.sample];
    std::vector<ForgottenSample> samples;
    for (const auto& [id, count] : events) samples.push_back({id, count});
    std::ranges::sort(samples, [](const ForgottenSample& a, const ForgottenSample& b) {
        return a.events != b.events ? a.events > b.events : a.id < b.id;
    });
    samples.resize(std::min(samples.size(), most));
    return samples;
}

std::vector<SampleLane> sampleLanes(const PredictionResult& result, std::int64_t sample, int seed) {
    const bool all = seed == PredictionResult::kAllSeeds;
    std::vector<SampleLane> lanes;
    for (std::int64_t r = all ? 0 : seed; r < (all ? result.seeds : seed + 1); ++r) {
        SampleLane lane{r, {}, {}};
        const auto ids = result.batch.row(r);
        for (std::int64_t t = 0; t <= result.iterations; ++t) {
            const auto batch = ids.subspan(static_cast<std::size_t>(t * result.batchSize),
                                           static_cast<std::size_t>(result.batchSize));
            if (std::ranges::find(batch, sample) != batch.end()) lane.inBatch.push_back(t);
        }
        lanes.push_back(std::move(lane));
    }
    for (std::int64_t row = 0; row < result.event.dim(0); ++row) {
        const ForgettingEvent event = result.eventAt(row);
        if (event.sample != sample || (!all && event.seed != seed)) continue;
        lanes[static_cast<std::size_t>(all ? event.seed : 0)].events.push_back(event);
    }
    for (SampleLane& lane : lanes) std::ranges::sort(lane.events, {}, &ForgettingEvent::iteration);
    return lanes;
}

}  // namespace winnow::ui
