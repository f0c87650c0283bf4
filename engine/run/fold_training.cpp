// SPDX-License-Identifier: Apache-2.0
#include "engine/run/fold_training.h"

#include "engine/run/training_setup.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/sampling.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {

FoldTraining foldTraining(const nlohmann::json& fields,
                          const store::Dataset& dataset,
                          const train::ImageSource& source,
                          std::int64_t epochs,
                          std::int64_t folds,
                          std::int64_t seed) {
    if (folds == 1)
        throw badInput(
            "folds is 1, which leaves nothing to train on; give 2 or more, or 0 for none");
    if (folds > source.size())
        throw badInput(fmt::format("folds is {}; there are only {} samples", folds, source.size()));
    return {fields,
            dataset,
            source,
            epochs,
            seed,
            folds,
            train::stratifiedFolds(
                source.labels, dataset.classes(), folds, static_cast<std::uint64_t>(seed))};
}

train::Predictions predictFold(const FoldTraining& training,
                               std::int64_t f,
                               const jobs::JobContext& job) {
    std::vector<std::int64_t> fitted, heldOut;
    for (std::int64_t id = 0; id < training.source.size(); ++id)
        (training.fold[at(id)] == f ? heldOut : fitted).push_back(id);
    train::RunFacts facts = runFactsOf(training.fields, training.dataset);
    train::TrainOptions options = trainOptionsOf(training.fields);
    facts.seed = training.seed + f;
    options.seed = static_cast<std::uint64_t>(facts.seed);
    const auto model = newModel(training.fields, facts);
    return train::predictUnseen(
        *model, training.source, options, training.epochs, std::move(fitted), heldOut, job);
}

train::Predictions joined(const FoldTraining& training,
                          const std::vector<train::Predictions>& parts) {
    const std::size_t n = training.fold.size(), classes = at(training.dataset.classes());
    train::Predictions all{
        std::vector<float>(n * classes), std::vector<double>(n), std::vector<double>(n)};
    std::vector<std::size_t> next(parts.size());
    for (std::size_t i = 0; i < n; ++i) {
        const train::Predictions& part = parts[at(training.fold[i])];
        const std::size_t row = next[at(training.fold[i])]++;
        all.margin[i] = part.margin[row];
        all.loss[i] = part.loss[row];
        std::copy_n(part.probability.begin() + static_cast<std::ptrdiff_t>(row * classes),
                    classes,
                    all.probability.begin() + static_cast<std::ptrdiff_t>(i * classes));
    }
    return all;
}

}  // namespace winnow::run
