// SPDX-License-Identifier: Apache-2.0
#include "engine/train/difficulty.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

namespace winnow::train {
namespace {

/// Adds up what is told of the samples, in whatever order.
class Sums {
public:
    Sums(const std::vector<std::int64_t>& samples, DifficultyLoss loss)
        : m_loss(loss), m_sum(samples.size(), 0.0) {
        for (std::size_t i = 0; i < samples.size(); ++i) m_place.emplace(samples[i], i);
    }
    void add(std::span<const std::int64_t> samples, const Outcome& outcome) {
        const std::vector<double>& values =
            m_loss == DifficultyLoss::L2 ? outcome.error : outcome.loss;
        for (std::size_t i = 0; i < samples.size(); ++i) m_sum[m_place.at(samples[i])] += values[i];
    }
    [[nodiscard]] std::vector<double> sum() const { return m_sum; }

private:
    DifficultyLoss m_loss;
    std::vector<double> m_sum;
    std::unordered_map<std::int64_t, std::size_t> m_place;
};

}  // namespace

DifficultyLoss difficultyLoss(std::string_view word) {
    if (word == "cross-entropy") return DifficultyLoss::CrossEntropy;
    if (word == "l2") return DifficultyLoss::L2;
    throw badInput(fmt::format("loss is \"{}\"; there are cross-entropy, l2", word));
}

std::optional<std::vector<double>> difficultyOf(SetTrainer& trainer,
                                                const std::vector<std::int64_t>& samples,
                                                std::uint64_t seed,
                                                const DifficultyOptions& options,
                                                const jobs::JobContext& job) {
    Sums sums(samples, options.loss);
    const bool asSteps = options.record == RecordPass::Training;
    // What the step of an epoch sees of a set that is one batch is what an evaluation after the
    // epoch before would say: only the last epoch needs one.
    const bool stepsTell =
        !asSteps && std::ssize(samples) <= trainer.options().batch && trainer.seesAsEvaluated();
    const std::int64_t last = trainer.options().epochs - 1;
    SetTrainer::Listener listener;
    if (asSteps || stepsTell)
        listener.stepMade =
            [&](std::int64_t epoch, std::span<const std::int64_t> batch, const Outcome& outcome) {
                if (asSteps || epoch > 0) sums.add(batch, outcome);
            };
    if (!asSteps)
        listener.epochDone = [&](std::int64_t epoch) {
            if (stepsTell && epoch < last) return;
            sums.add(samples, evaluate(trainer.pass(), samples, trainer.source().labels, {}, job));
        };
    if (!trainer.train(samples, seed, listener, job)) return std::nullopt;
    std::vector<double> sum = sums.sum();
    if (!std::ranges::all_of(sum, [](double value) { return std::isfinite(value); }))
        return std::nullopt;
    return sum;
}

}  // namespace winnow::train
