// SPDX-License-Identifier: Apache-2.0
#include "engine/run/comparison.h"
#include "engine/run/evaluation_figures.h"
#include "engine/run/executor.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/retraining.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace winnow::run {
namespace {

using nlohmann::json;

double secondsSince(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

train::ImageSource testImages(const store::Dataset& dataset) {
    if (!dataset.test)
        throw badInput(fmt::format(
            "{} has no test split, which accuracy is read on; import one with its test files",
            dataset.id));
    return train::imagesOf(dataset, *dataset.test);
}

/// S sets, R seeds: S x R trainings, all sets of a seed before the next seed.
class Evaluation {
public:
    Evaluation(const JobInput& input, const jobs::JobContext& job)
        : m_input(input),
          m_comparison(input, job),
          m_train(train::imagesOf(dataset(), dataset().train)),
          m_test(testImages(dataset())),
          m_facts(runFactsOf(input.fields, dataset())),
          m_options(trainOptionsOf(input.fields)),
          m_seeds(input.fields.at("repeat")),
          m_trials(m_comparison.sets().size() * at(m_seeds)) {
        for (const std::string& warning : m_comparison.warnings()) job.report.warning(warning);
    }

    void run(const jobs::JobContext& job) {
        const bool together = m_facts.device != "cuda" && !drawsRandomly(m_facts);
        (void)runTasks(
            {.stage = "train",
             .count = std::ssize(m_trials),
             .work = [&](std::int64_t task,
                         const jobs::JobContext& context) { return learn(task, context); },
             .done = [&](std::int64_t task,
                         const store::NamedArrays& result) { keep(task, result, job); },
             .workers = together ? 0 : 1},
            m_input.workFolder / "trainings",
            job);
        const auto diverged = std::ranges::count(m_trials, true, &EvaluationTrial::diverged);
        if (diverged > 0)
            job.report.warning(fmt::format("{} of {} trainings diverged and are left out; lower lr",
                                           diverged,
                                           m_trials.size()));
    }

    JobOutcome store(double seconds) {
        store::ArtifactDraft draft(m_input.project,
                                   artifactRow(m_input,
                                               "evaluate",
                                               "evaluation",
                                               m_input.fields.value("name", std::string{}),
                                               m_comparison.parents()));
        std::vector<float> accuracy;
        for (const EvaluationTrial& trial : m_trials)
            accuracy.insert(accuracy.end(), trial.accuracy.begin(), trial.accuracy.end());
        draft.write<float>("accuracy.npy", accuracy, {std::ssize(m_trials), m_options.epochs});
        json result = evaluationFigures(m_comparison.sets(), m_trials);
        json summary = settings();
        result.update(summary);
        result["settings"] = m_input.fields;
        result["seconds"] = seconds;
        draft.writeText("result.json", result.dump(1));
        nlohmann::ordered_json told = summary;
        told["points"] = evaluationTable(result);
        return {draft.commit(json(told), seconds), told.dump()};
    }

private:
    [[nodiscard]] const store::Dataset& dataset() const { return m_comparison.dataset(); }
    [[nodiscard]] std::size_t setOf(std::int64_t task) const {
        return at(task) % m_comparison.sets().size();
    }
    [[nodiscard]] std::int64_t seedOf(std::int64_t task) const {
        return m_input.fields.at("seed").get<std::int64_t>() +
               task / std::ssize(m_comparison.sets());
    }

    [[nodiscard]] store::NamedArrays learn(std::int64_t task, const jobs::JobContext& job) const {
        const auto began = std::chrono::steady_clock::now();
        train::RunFacts facts = m_facts;
        facts.seed = seedOf(task);
        train::TrainOptions options = m_options;
        options.seed = static_cast<std::uint64_t>(facts.seed);
        const auto model = newModel(m_input.fields, facts);
        const train::Retraining learned = train::retrain(
            *model, m_train, m_comparison.samples(setOf(task), facts.seed), m_test, options, job);
        const double seconds = secondsSince(began);
        const auto diverged = static_cast<std::uint8_t>(learned.diverged ? 1 : 0);
        return {{"accuracy", store::Array::from<float>(learned.accuracy, {m_options.epochs})},
                {"diverged", store::Array::from<std::uint8_t>({&diverged, 1}, {1})},
                {"seconds", store::Array::from<double>({&seconds, 1}, {1})}};
    }

    /// A share of the test samples, which a float32 holds rounded.
    [[nodiscard]] double exactShare(float accuracy) const {
        const auto all = static_cast<double>(m_test.size());
        return std::round(static_cast<double>(accuracy) * all) / all;
    }

    void keep(std::int64_t task, const store::NamedArrays& result, const jobs::JobContext& job) {
        EvaluationTrial& trial = m_trials[at(task)];
        trial.set = setOf(task);
        trial.seed = seedOf(task);
        for (const float value : result.at("accuracy").as<float>())
            trial.accuracy.push_back(exactShare(value));
        trial.seconds = result.at("seconds").as<double>()[0];
        trial.diverged = result.at("diverged").as<std::uint8_t>()[0] != 0;
        const ComparedSet& set = m_comparison.sets()[trial.set];
        if (!trial.diverged)
            job.report.metric(fmt::format("accuracy {} {:.6g}", set.method, set.keep),
                              trial.seed,
                              trial.accuracy.back());
    }

    [[nodiscard]] json settings() const {
        return {{"dataset", dataset().id},
                {"model", m_facts.architecture.kind},
                {"preset", m_input.fields.at("preset")},
                {"epochs", m_options.epochs},
                {"reported", "last"},
                {"seeds", m_seeds},
                {"first_seed", m_input.fields.at("seed")},
                {"trainings", m_trials.size()},
                {"diverged", std::ranges::count(m_trials, true, &EvaluationTrial::diverged)},
                {"test_samples", m_test.size()},
                {"open", m_comparison.openSamples()},
                {"held_out", m_comparison.heldOut()}};
    }

    const JobInput& m_input;
    Comparison m_comparison;
    train::ImageSource m_train, m_test;
    train::RunFacts m_facts;
    train::TrainOptions m_options;
    std::int64_t m_seeds;
    std::vector<EvaluationTrial> m_trials;
};

}  // namespace

JobOutcome runEvaluate(const JobInput& input, const jobs::JobContext& job) {
    const auto began = std::chrono::steady_clock::now();
    Evaluation evaluation(input, job);
    evaluation.run(job);
    return evaluation.store(secondsSince(began));
}

}  // namespace winnow::run
