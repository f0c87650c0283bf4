// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/comparison.h"
#include "engine/run/evaluation_figures.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/retraining.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;

/// S sets, R seeds: S x R trainings, all sets of a seed before the next seed.
class Evaluation {
public:
    Evaluation(const JobInput& input, const jobs::JobContext& job)
        : m_input(input),
          m_comparison(input, job),
          m_train(train::imagesOf(dataset(), dataset().train)),
          m_test(testImagesOf(dataset())),
          m_facts(runFactsOf(input.fields, dataset())),
          m_options(trainOptionsOf(input.fields)),
          m_seeds(input.fields.at("repeat")),
          m_trials(m_comparison.sets().size() * at(m_seeds)) {
        for (const std::string& warning : m_comparison.warnings()) job.report.warning(warning);
    }

    void run(const jobs::JobContext& job) {
        (void)runTasks(
            {.stage = "train",
             .count = std::ssize(m_trials),
             .work = [&](std::int64_t task,
                         const jobs::JobContext& context) { return learn(task, context); },
             .done = [&](std::int64_t task,
                         const store::NamedArrays& result) { keep(task, result, job); },
             .workers = mustRunAlone(m_facts) ? 1 : 0},
            m_input.workFolder / "trainings",
            job);
        if (const auto nothing = atChance(); nothing > 0)
            job.report.warning(fmt::format(
                "{} of {} trainings learned nothing (they call everything one class) and "
                "count in the means; lower lr",
                nothing,
                m_trials.size()));
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
        writeResult(draft, result, m_input.fields, seconds);
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
        const jobs::Stopwatch watch;
        train::RunFacts facts = m_facts;
        facts.seed = seedOf(task);
        train::TrainOptions options = m_options;
        options.seed = static_cast<std::uint64_t>(facts.seed);
        const auto model = newModel(m_input.fields, facts);
        const train::Retraining learned = train::retrain(
            *model, m_train, m_comparison.samples(setOf(task), facts.seed), m_test, options, job);
        const double seconds = watch.seconds();
        const auto diverged = static_cast<std::uint8_t>(learned.diverged ? 1 : 0);
        return {{"accuracy", store::Array::from<double>(learned.accuracy, {m_options.epochs})},
                {"diverged", store::Array::from<std::uint8_t>({&diverged, 1}, {1})},
                {"seconds", store::Array::from<double>({&seconds, 1}, {1})}};
    }

    void keep(std::int64_t task, const store::NamedArrays& result, const jobs::JobContext& job) {
        EvaluationTrial& trial = m_trials[at(task)];
        trial.set = setOf(task);
        trial.seed = seedOf(task);
        const auto accuracy = result.at("accuracy").as<double>();
        trial.accuracy.assign(accuracy.begin(), accuracy.end());
        trial.seconds = result.at("seconds").as<double>()[0];
        trial.diverged = result.at("diverged").as<std::uint8_t>()[0] != 0;
        const ComparedSet& set = m_comparison.sets()[trial.set];
        if (!trial.diverged)
            job.report.metric(fmt::format("accuracy {} {:.6g}", set.method, set.keep),
                              trial.seed,
                              trial.accuracy.back());
    }

    /// Trainings that are no better than always saying the most frequent class.
    [[nodiscard]] std::int64_t atChance() const {
        std::vector<std::int64_t> sizes(at(dataset().classes()));
        for (const std::int64_t label : m_test.labels) ++sizes[at(label)];
        const double chance = static_cast<double>(*std::ranges::max_element(sizes)) /
                              static_cast<double>(m_test.size());
        return std::ranges::count_if(m_trials, [&](const EvaluationTrial& trial) {
            return trial.accuracy.back() <= chance;
        });
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
                {"at_chance", atChance()},
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
    const jobs::Stopwatch watch;
    Evaluation evaluation(input, job);
    evaluation.run(job);
    return evaluation.store(watch.seconds());
}

}  // namespace winnow::run
