// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/train/objective.h"
#include "engine/train/options.h"
#include "engine/train/pass.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace winnow::train {

/// Trains one network again and again, each time from the same first weights on other samples.
/// Network, buffers and pixels stay, so that a training of ten samples costs its arithmetic.
/// What fitter.h says of several threads holds here too.
class SetTrainer {
public:
    /// The model's weights are the first weights of every training. `source` is borrowed.
    SetTrainer(std::unique_ptr<models::Model> model,
               const ImageSource& source,
               const TrainOptions& options);

    /// Told while a training goes on; both may be empty. Epochs count from 0.
    struct Listener {
        /// A step has been made: its samples and what the model said of them just before.
        std::function<void(
            std::int64_t epoch, std::span<const std::int64_t> samples, const Outcome& outcome)>
            stepMade{};
        std::function<void(std::int64_t epoch)> epochDone{};
    };
    /// options.epochs epochs over `samples` (rows of the source); `seed` decides their order,
    /// augmentation and dropout. False when the training diverged. Throws Cancelled.
    [[nodiscard]] bool train(std::vector<std::int64_t> samples,
                             std::uint64_t seed,
                             const Listener& listener,
                             const jobs::JobContext& job);

    /// Whether what a step sees of its samples is what an evaluation before it would have said:
    /// nothing is augmented, dropped or normalised over the batch.
    [[nodiscard]] bool seesAsEvaluated() const;
    /// Over the training split, with the weights of now.
    [[nodiscard]] Pass& pass() { return *m_pass; }
    [[nodiscard]] const models::Model& model() const { return *m_model; }
    [[nodiscard]] const ImageSource& source() const { return m_source; }
    [[nodiscard]] const TrainOptions& options() const { return m_options; }

private:
    std::unique_ptr<models::Model> m_model;
    store::NamedArrays m_first;
    const ImageSource& m_source;
    TrainOptions m_options;
    std::unique_ptr<Pass> m_pass;
};

}  // namespace winnow::train
