// SPDX-License-Identifier: Apache-2.0
#include "engine/train/set_trainer.h"

#include "engine/train/fitter.h"

#include <utility>

namespace winnow::train {

SetTrainer::SetTrainer(std::unique_ptr<models::Model> model,
                       const ImageSource& source,
                       const TrainOptions& options)
    : m_model(std::move(model)),
      m_first(m_model->weights()),
      m_source(source),
      m_options(options),
      m_pass(passOver(*m_model, source)) {
    check(m_options);
    check(m_source);
}

bool SetTrainer::train(std::vector<std::int64_t> samples,
                       std::uint64_t seed,
                       const Listener& listener,
                       const jobs::JobContext& job) {
    m_model->load(m_first, "the first weights");
    m_options.seed = seed;
    Fitter fitter(*m_model, *m_pass, m_source, m_options, std::move(samples));
    try {
        for (std::int64_t epoch = 0; epoch < m_options.epochs; ++epoch) {
            const auto stepMade =
                [&](std::int64_t, std::span<const std::int64_t> batch, const Outcome& outcome) {
                    if (listener.stepMade) listener.stepMade(epoch, batch, outcome);
                };
            fitter.fit(epoch, stepMade, job);
            if (listener.epochDone) listener.epochDone(epoch);
        }
    } catch (const Diverged&) {
        return false;
    }
    return true;
}

bool SetTrainer::seesAsEvaluated() const {
    return m_options.augmentation == Augmentation::None && m_model->modesAgree();
}

}  // namespace winnow::train
