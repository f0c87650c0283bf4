// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/stats/retrieval.h"
#include "engine/train/options.h"
#include "engine/train/pass.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

/// Forgetting predicted by the kernel, inside the training loop (Algorithm 2, Table 1;
/// methods/lpntk.md, section 4.6): what a batch pushes over that was right a step before.
namespace winnow::train {

/// Whose push on the weights is followed, V: the batch's J^T r times rate / B, or the step itself.
enum class Predictor {
    Centred,      ///< r = onehot(y) - 1/K, the error of a uniform prediction (the paper's variant)
    Error,        ///< r = onehot(y) - q (eq. 1; what the paper's code computes)
    Displacement  ///< V = w2 - w1, the step with momentum and decay: an upper bound
};
inline constexpr std::size_t kPredictors = 3;
[[nodiscard]] std::string_view predictorName(Predictor predictor);

/// What the change of the logits dz = J V is added to.
enum class Update {
    Probability,  ///< q + A dz with A = diag(q) - q q^T
    Logit         ///< z + dz
};

/// What "right" and "wrong" of an event are read from.
enum class EventMode {
    Evaluation,  ///< evaluation mode: right after the own step, wrong after the next batch's
    Training     ///< the paper's code: training mode (dropout on), right before the own step
};

/// The words of the job's fields. Throw Error{BadInput} naming the field and its choices.
[[nodiscard]] Update updateOf(std::string_view word);
[[nodiscard]] EventMode eventMode(std::string_view word);

struct ForgettingOptions {
    std::int64_t iterations = 50;  ///< T, at least 1
    Update update = Update::Probability;
    EventMode mode = EventMode::Evaluation;
    /// In the order of the results; no more than kPredictors.
    std::vector<Predictor> predictors{
        Predictor::Centred, Predictor::Error, Predictor::Displacement};
};

struct ForgettingEvent {
    std::int64_t iteration = 0, sample = 0;
    bool forgotten = false;
    std::uint8_t predictedBy = 0;  ///< bit p: predictor p said so
};

struct ForgettingRecord {
    std::vector<stats::Confusion> counts;  ///< [P, T]
    std::vector<std::int64_t> batch;       ///< [T + 1, B], ids; -1 behind a short batch
    std::int64_t batchSize = 0;            ///< B
    std::vector<ForgettingEvent> events;   ///< forgotten, or said to be by any predictor
    double secondsTraining = 0, secondsPredicting = 0;
};

/// argmax of the updated row, the lowest class of equals, float64; z, dz [K].
[[nodiscard]] std::int64_t predictedClass(std::span<const double> logits,
                                          std::span<const double> change,
                                          Update update);

/// Trains T + 1 steps over `samples` (rows of `source`; epochs follow one another; rates by
/// options.schedule) and predicts at each of the last T what the step makes the batch before it
/// forget. No kernel is formed: a predictor costs one backward and one directional pass, and
/// `error` no backward where the training step's own gradient is the same (no dropout, norm layer
/// or augmentation). `model` ends with the weights of the last step. Memory: two copies of the
/// weights. Throws Error{Internal} "diverged ..." when a loss is not finite; Cancelled.
[[nodiscard]] ForgettingRecord predictForgetting(models::Model& model,
                                                 Pass& pass,
                                                 const ImageSource& source,
                                                 const TrainOptions& training,
                                                 const ForgettingOptions& options,
                                                 std::vector<std::int64_t> samples,
                                                 const jobs::JobContext& job);

}  // namespace winnow::train
