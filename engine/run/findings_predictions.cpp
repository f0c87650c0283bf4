// SPDX-License-Identifier: Apache-2.0
#include "engine/run/findings_predictions.h"

#include "engine/models/device.h"
#include "engine/models/run_network.h"
#include "engine/run/fold_training.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/pass.h"
#include "engine/train/stored_run.h"

namespace winnow::run {
namespace {

/// All samples of the training split, by the run's own network.
train::Predictions seen(const JobInput& input,
                        const FindingsInputs& inputs,
                        const jobs::JobContext& job) {
    const models::RunNetwork opened =
        models::openRun(input.project,
                        inputs.run.id,
                        "best",
                        models::Precision::Float32,
                        models::deviceNamed(input.fields.at("device").get<std::string>()));
    train::ImageSource source = train::imagesOf(inputs.dataset, inputs.dataset.train);
    source.mean = opened.mean;
    source.deviation = opened.deviation;
    return train::predict(
        *train::passOver(*opened.model, source), allRows(source.size()), source.labels, job);
}

store::NamedArrays arraysOf(const train::Predictions& part, std::int64_t classes) {
    const std::int64_t n = std::ssize(part.margin);
    return {{"probability", store::Array::from<float>(part.probability, {n, classes})},
            {"margin", store::Array::from<double>(part.margin, {n})},
            {"loss", store::Array::from<double>(part.loss, {n})}};
}

train::Predictions predictionsOf(const store::NamedArrays& arrays) {
    const auto probability = arrays.at("probability").as<float>();
    const auto margin = arrays.at("margin").as<double>(), loss = arrays.at("loss").as<double>();
    return {{probability.begin(), probability.end()},
            {margin.begin(), margin.end()},
            {loss.begin(), loss.end()}};
}

/// All samples of the training split, each by a network that has not seen it.
train::Predictions unseen(const JobInput& input,
                          const FindingsInputs& inputs,
                          const jobs::JobContext& job) {
    const train::ImageSource source = train::imagesOf(inputs.dataset, inputs.dataset.train);
    const FoldTraining training = foldTraining(inputs.recipe,
                                               inputs.dataset,
                                               source,
                                               inputs.bestEpoch,
                                               input.fields.at("folds"),
                                               input.fields.at("seed"));
    const bool alone = mustRunAlone(runFactsOf(inputs.recipe, inputs.dataset));
    const TaskList tasks{.stage = "folds",
                         .count = training.folds,
                         .work =
                             [&](std::int64_t fold, const jobs::JobContext& context) {
                                 return arraysOf(predictFold(training, fold, context),
                                                 inputs.dataset.classes());
                             },
                         .workers = alone ? 1 : 0};
    std::vector<train::Predictions> parts;
    for (const store::NamedArrays& part : runTasks(tasks, input.workFolder, job))
        parts.push_back(predictionsOf(part));
    return joined(training, parts);
}

}  // namespace

train::Predictions predictionsFor(const JobInput& input,
                                  const FindingsInputs& inputs,
                                  const jobs::JobContext& job) {
    return input.fields.at("folds") == 0 ? seen(input, inputs, job) : unseen(input, inputs, job);
}

}  // namespace winnow::run
