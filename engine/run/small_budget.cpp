// SPDX-License-Identifier: Apache-2.0
#include "engine/data/stratified.h"
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/head_clusters.h"
#include "engine/run/kernel_clusters.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/select/budget_sets.h"
#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/retraining.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr std::array kMethods{"random", "head-cluster"};
constexpr std::size_t kMethodCount = kMethods.size();
constexpr auto kNoAccuracy = std::numeric_limits<float>::quiet_NaN();

/// S shares, R runs of two trainings of E epochs each.
class Study {
public:
    Study(const JobInput& input, HeadClusters clusters);
    void run(const jobs::JobContext& job);
    JobOutcome store(double seconds);

private:
    struct Share {
        double share = 0;
        std::vector<std::int64_t> quota;      ///< [K] as the share asks for
        std::int64_t asked = 0, samples = 0;  ///< in each set: wanted, and there
    };
    [[nodiscard]] Share shareOf(double share) const;
    [[nodiscard]] store::NamedArrays learn(std::int64_t task, const jobs::JobContext& job) const;
    void keep(std::int64_t task, const store::NamedArrays& result);
    /// Accuracies after the last epoch, of every run; NaN where it diverged.
    [[nodiscard]] std::vector<double> last(std::size_t share, std::size_t method) const;
    [[nodiscard]] json row(std::size_t share) const;
    [[nodiscard]] json figures() const;

    const JobInput& m_input;
    HeadClusters m_clusters;
    train::ImageSource m_source, m_test;
    train::RunFacts m_facts;
    train::TrainOptions m_options;
    std::int64_t m_runs;
    std::vector<std::vector<std::int64_t>> m_byClass, m_headByClass;
    std::vector<Share> m_shares;
    std::vector<float> m_accuracy;  ///< [S, 2, R, E]
    std::int64_t m_diverged = 0;
};

Study::Study(const JobInput& input, HeadClusters clusters)
    : m_input(input),
      m_clusters(std::move(clusters)),
      m_source(train::imagesOf(m_clusters.dataset, m_clusters.dataset.train)),
      m_test(testImagesOf(m_clusters.dataset)),
      m_facts(runFactsOf(input.fields, m_clusters.dataset)),
      m_options(trainOptionsOf(input.fields)),
      m_runs(input.fields.at("runs")),
      m_byClass(at(m_clusters.dataset.classes())) {
    const std::int64_t n = m_clusters.dataset.train.size();
    for (const std::int64_t id : kernelSamples(input.project, m_clusters.kernel, n))
        m_byClass[at(m_source.labels[at(id)])].push_back(id);
    for (std::int64_t k = 0; k < std::ssize(m_byClass); ++k)
        m_headByClass.push_back(m_clusters.headMembers(k));
    for (const json& share : input.fields.at("shares")) m_shares.push_back(shareOf(share));
    m_accuracy.assign(m_shares.size() * kMethodCount * at(m_runs * m_options.epochs), kNoAccuracy);
}

Study::Share Study::shareOf(double share) const {
    std::vector<std::int64_t> counts;
    for (const auto& members : m_byClass) counts.push_back(std::ssize(members));
    const auto all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    Share made;
    made.share = share;
    made.asked = std::max<std::int64_t>(1, std::llround(share * static_cast<double>(all)));
    made.quota = data::stratifiedQuotas(counts, made.asked);
    for (std::size_t k = 0; k < counts.size(); ++k)
        made.samples += std::min(made.quota[k], std::ssize(m_headByClass[k]));
    if (made.samples == 0)
        throw badInput(
            fmt::format("shares: {} of {} samples are {}, and the largest clusters hold "
                        "none of their classes; give a larger share",
                        share,
                        all,
                        made.asked));
    return made;
}

/// Both sets of a share and a run, from the same first weights: accuracy [2, E].
store::NamedArrays Study::learn(std::int64_t task, const jobs::JobContext& job) const {
    train::RunFacts facts = m_facts;
    facts.seed = m_input.fields.at("seed").get<std::int64_t>() + task % m_runs;
    train::TrainOptions options = m_options;
    options.seed = static_cast<std::uint64_t>(facts.seed);
    const Share& share = m_shares[at(task / m_runs)];
    const select::BudgetSets sets =
        select::budgetSets(m_byClass, m_headByClass, share.quota, options.seed);
    std::vector<float> both;
    for (const auto* samples : {&sets.random, &sets.head}) {
        const auto model = newModel(m_input.fields, facts);
        const train::Retraining learned =
            train::retrain(*model, m_source, *samples, m_test, options, job);
        both.insert(both.end(), learned.accuracy.begin(), learned.accuracy.end());
    }
    return {{"accuracy",
             store::Array::from<float>(
                 both, {static_cast<std::int64_t>(kMethodCount), m_options.epochs})}};
}

void Study::keep(std::int64_t task, const store::NamedArrays& result) {
    const auto both = result.at("accuracy").as<float>();
    const std::size_t epochs = at(m_options.epochs), share = at(task / m_runs);
    for (std::size_t method = 0; method < kMethodCount; ++method) {
        const auto curve = both.subspan(method * epochs, epochs);
        const std::size_t to =
            ((share * kMethodCount + method) * at(m_runs) + at(task % m_runs)) * epochs;
        std::ranges::copy(curve, m_accuracy.begin() + static_cast<std::ptrdiff_t>(to));
        m_diverged += std::isnan(curve.back()) ? 1 : 0;
    }
}

void Study::run(const jobs::JobContext& job) {
    for (const Share& share : m_shares)
        if (share.samples < share.asked)
            job.report.warning(
                fmt::format("{} of the samples are {}, and the largest clusters have only {} in "
                            "class proportion; both sets have {}",
                            share.share,
                            share.asked,
                            share.samples,
                            share.samples));
    std::int64_t finished = 0;
    (void)runTasks({.stage = "train",
                    .count = std::ssize(m_shares) * m_runs,
                    .work = [&](std::int64_t task,
                                const jobs::JobContext& context) { return learn(task, context); },
                    .done =
                        [&](std::int64_t task, const store::NamedArrays& result) {
                            keep(task, result);
                            ++finished;
                            for (std::size_t method = 0; method < kMethodCount; ++method) {
                                const double mean =
                                    stats::summarise(last(at(task / m_runs), method)).mean;
                                const auto name = fmt::format(
                                    "{} {}", kMethods[method], m_shares[at(task / m_runs)].share);
                                if (!std::isnan(mean)) job.report.metric(name, finished, mean);
                            }
                        },
                    .workers = mustRunAlone(m_facts) ? 1 : 0},
                   m_input.workFolder / "runs",
                   job);
    if (m_diverged > 0)
        job.report.warning(fmt::format("{} of {} trainings diverged and are left out; lower lr",
                                       m_diverged,
                                       m_shares.size() * kMethodCount * at(m_runs)));
}

std::vector<double> Study::last(std::size_t share, std::size_t method) const {
    std::vector<double> values;
    const std::size_t epochs = at(m_options.epochs);
    for (std::size_t run = 0; run < at(m_runs); ++run)
        values.push_back(static_cast<double>(
            m_accuracy[((share * kMethodCount + method) * at(m_runs) + run + 1) * epochs - 1]));
    return values;
}

json Study::row(std::size_t share) const {
    const std::vector<double> random = last(share, 0), head = last(share, 1);
    const stats::TTest test = stats::welchTest(head, random);
    const Share& of = m_shares[share];
    return {{"share", of.share},
            {"samples", of.samples},
            {"shrunk", of.asked - of.samples},
            {"random", figuresOf(stats::summarise(random))},
            {"head_cluster", figuresOf(stats::summarise(head))},
            {"t", figureOf(test.t)},
            {"df", figureOf(test.df)},
            {"p", figureOf(test.p)},
            {"verdict", verdictOf(test)}};
}

json Study::figures() const {
    json figures{{"methods", kMethods},
                 {"runs", m_runs},
                 {"diverged", m_diverged},
                 {"test_samples", m_test.size()}};
    for (const char* name : {"shares", "epochs", "lr", "batch", "model", "preset"})
        figures[name] = m_input.fields.at(name);
    for (std::size_t share = 0; share < m_shares.size(); ++share)
        figures["rows"].push_back(row(share));
    return figures;
}

JobOutcome Study::store(double seconds) {
    store::ArtifactDraft draft(m_input.project,
                               artifactRow(m_input,
                                           "small-budget",
                                           "small-budget",
                                           m_input.fields.value("name", std::string()),
                                           {m_clusters.cluster.id, m_clusters.dataset.id}));
    draft.write<float>(
        "accuracy.npy",
        m_accuracy,
        {std::ssize(m_shares), static_cast<std::int64_t>(kMethodCount), m_runs, m_options.epochs});
    json result = figures();
    writeResult(draft, result, m_input.fields, seconds);
    nlohmann::ordered_json told = result, rows;
    for (const json& of : result["rows"])
        rows.push_back({{"share", of["share"]},
                        {"samples", of["samples"]},
                        {"random", of["random"]["mean"]},
                        {"head cluster", of["head_cluster"]["mean"]},
                        {"t", of["t"]},
                        {"df", of["df"]},
                        {"p", of["p"]},
                        {"verdict", of["verdict"]}});
    told["rows"] = rows;
    return {draft.commit(result, seconds), told.dump()};
}

}  // namespace

JobOutcome runSmallBudget(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    Study study(input, headClusters(input.project, input.fields.at("cluster").get<std::string>()));
    study.run(job);
    return study.store(watch.seconds());
}

}  // namespace winnow::run
