// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/error.h"
#include "engine/train/objective.h"
#include "engine/train/optimizer.h"
#include "engine/train/options.h"
#include "engine/train/pass.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace winnow::train {

/// Error{Internal}: a loss or a weight is not finite any more. A type of its own, for studies of
/// many trainings that count the diverged ones and go on.
class Diverged : public Error {
public:
    using Error::Error;
};

/// Moves a model's weights by passes over some samples of a split: the loop every training is made
/// of, without records, validation or checkpoints (trainer.h adds those).
///
/// Bit-for-bit repeatable on the CPU for the options' seed and a number of threads. Order,
/// augmentation and dropout of an epoch follow from (seed, epoch) alone, so an epoch can be
/// repeated without the earlier ones. Several fitters may work in several threads, each on a model
/// of its own, as long as the model has no dropout: LibTorch's generator is one for the process.
class Fitter {
public:
    /// Everything is borrowed; `pass` goes over `source` with `model`, and `samples` are rows of
    /// it. Throws Error{BadInput} when there is no sample.
    Fitter(models::Model& model,
           Pass& pass,
           const ImageSource& source,
           const TrainOptions& options,
           std::vector<std::int64_t> samples);

    /// A step has been made: its samples and what the model said of them just before.
    using StepMade = std::function<void(
        std::int64_t step, std::span<const std::int64_t> samples, const Outcome& outcome)>;
    /// One pass over the samples; `epoch` counts from 0. Throws Diverged "diverged at epoch e, step
    /// s: ..." when a loss or a weight is not finite; Cancelled.
    void fit(std::int64_t epoch, const StepMade& stepMade, const jobs::JobContext& job);

    /// The samples in the order `epoch` visits them; step s of it takes the s-th batch of them.
    [[nodiscard]] std::vector<std::int64_t> order(std::int64_t epoch) const;
    /// A step that is not made yet.
    struct Step {
        std::vector<Shift> shifts;                 ///< empty, or one per sample
        Outcome outcome;                           ///< before the step, in training mode
        const std::vector<at::Tensor>& gradients;  ///< of the mean loss; until the pass's next call
        double rate;
    };
    /// Forward and backward of step `step` of `epoch`, whose samples are `batch`; for those who
    /// look at the gradients before optimizer() takes them. Throws as fit() does.
    [[nodiscard]] Step compute(std::int64_t epoch,
                               std::int64_t step,
                               std::span<const std::int64_t> batch);

    /// After the last of some steps: its damage would else be noticed by nobody. Throws as fit()
    /// does.
    void requireFiniteWeights(std::int64_t epoch, std::int64_t step) const;

    [[nodiscard]] const std::vector<std::int64_t>& samples() const { return m_samples; }
    [[nodiscard]] std::int64_t stepsPerEpoch() const;
    [[nodiscard]] Optimizer& optimizer() { return m_optimizer; }

private:
    void requireFinite(bool finite, std::int64_t epoch, std::int64_t step) const;

    models::Model& m_model;
    Pass& m_pass;
    const ImageSource& m_source;
    const TrainOptions& m_options;
    std::vector<std::int64_t> m_samples;
    Optimizer m_optimizer;
};

}  // namespace winnow::train
