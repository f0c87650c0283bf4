// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/mapped.h"
#include "ui/session/result_object.h"

#include <QString>

#include <vector>

namespace winnow::ui {

/// One seed of a predictor; shares 0 to 1, NaN where not defined.
struct SeedScores {
    std::int64_t seed = 0;
    double precision = 0, recall = 0, f1 = 0;
    std::int64_t events = 0, predicted = 0;
};

/// A rule that says which samples the next step makes wrong; means over seeds, shares 0 to 1.
struct Predictor {
    QString name;  ///< "centred", "error", "displacement"
    SummaryFigures precision, recall, f1;
    std::vector<SeedScores> perSeed;
};

/// Samples right before a step, by what became of them and what was said.
struct Confusion {
    std::int64_t hits = 0, falseAlarms = 0, missed = 0, quiet = 0;

    [[nodiscard]] std::int64_t events() const { return hits + missed; }
    [[nodiscard]] std::int64_t predicted() const { return hits + falseAlarms; }
};

/// A line of event.npy: right after the step on batch `iteration`, wrong after the step on the
/// next one, or said to be.
struct ForgettingEvent {
    std::int64_t seed = 0;  ///< index
    std::int64_t iteration = 0;
    std::int64_t sample = -1;
    bool forgotten = false;
    std::int64_t predictors = 0;  ///< bit p: predictor p said so

    [[nodiscard]] bool saidBy(int predictor) const { return (predictors >> predictor & 1) != 0; }
};

/// An artifact of kind `forgetting-prediction` (docs/experiments.md). P predictors, R seeds, T
/// iterations, batches of B, M events.
struct PredictionResult {
    static constexpr int kAllSeeds = -1;

    QString id;
    std::vector<Predictor> predictors;
    std::int64_t seeds = 0, iterations = 0, batchSize = 0;
    QString update, eventMode;
    Mapped<std::int64_t> counts, batch, event;  ///< [P,R,T,4], [R,T+1,B], [M,5]

    [[nodiscard]] ForgettingEvent eventAt(std::int64_t row) const;
    /// seed: index or kAllSeeds.
    [[nodiscard]] Confusion confusion(int predictor, int seed) const;
    [[nodiscard]] Confusion confusionAt(int predictor, int seed, std::int64_t iteration) const;
    /// Ids of the batch of an iteration, 0 to T.
    [[nodiscard]] std::vector<std::int64_t> batchAt(std::int64_t seed,
                                                    std::int64_t iteration) const;
    /// The number a person gave the seed.
    [[nodiscard]] std::int64_t seedNumber(std::int64_t index) const;
};

/// Throws Error{BadInput} when a file is missing, damaged, or does not fit `samples` (N).
[[nodiscard]] PredictionResult predictionResult(const store::Project& project,
                                                const std::string& id,
                                                std::int64_t samples);

/// A sample and how often it was forgotten over all seeds.
struct ForgottenSample {
    std::int64_t id = -1;
    std::int64_t events = 0;
};
/// The `most` forgotten, most often first, ties by id. O(M log M).
[[nodiscard]] std::vector<ForgottenSample> mostForgotten(const PredictionResult& result,
                                                         std::size_t most);

/// What became of one sample in one seed.
struct SampleLane {
    std::int64_t seed = 0;                ///< index
    std::vector<std::int64_t> inBatch;    ///< iterations, ascending
    std::vector<ForgettingEvent> events;  ///< by iteration
};
/// One lane a seed, or that seed's alone. O(R T B + M).
[[nodiscard]] std::vector<SampleLane> sampleLanes(const PredictionResult& result,
                                                  std::int64_t sample,
                                                  int seed);

}  // namespace winnow::ui
