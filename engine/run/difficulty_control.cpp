// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/control_company.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/head_clusters.h"
#include "engine/run/kernel_clusters.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/stats/summary.h"
#include "engine/store/index.h"
#include "engine/train/evaluation.h"
#include "engine/train/set_trainer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr std::array kSets{"interchangeable", "medium", "non-interchangeable"};
constexpr std::size_t kSetCount = kControlSets;
static_assert(kSets.size() == kSetCount);
constexpr auto kNoLoss = std::numeric_limits<float>::quiet_NaN();

/// R runs of three trainings of E epochs.
class ControlStudy {
public:
    ControlStudy(const JobInput& input, HeadClusters clusters, ControlCompany company);
    void run(const jobs::JobContext& job);
    JobOutcome store(double seconds);

private:
    [[nodiscard]] store::NamedArrays learn(std::int64_t run, const jobs::JobContext& job) const;
    void keep(std::int64_t run, const store::NamedArrays& result);
    [[nodiscard]] std::size_t place(std::size_t set, std::int64_t run, std::int64_t epoch) const {
        return ((set * at(m_runs) + at(run)) * at(m_options.epochs) + at(epoch)) *
               m_company.target.size();
    }
    [[nodiscard]] double difficulty(std::size_t set, std::int64_t run, std::size_t label) const;
    [[nodiscard]] stats::Summary difficulties(std::size_t set) const;
    [[nodiscard]] json perClass() const;
    [[nodiscard]] json figures() const;

    const JobInput& m_input;
    HeadClusters m_clusters;
    ControlCompany m_company;
    train::ImageSource m_source;
    train::RunFacts m_facts;
    train::TrainOptions m_options;
    std::int64_t m_runs;
    std::vector<float> m_loss;  ///< [3, R, E, K]
    std::array<std::int64_t, kSetCount> m_dropped{};
};

ControlStudy::ControlStudy(const JobInput& input, HeadClusters clusters, ControlCompany company)
    : m_input(input),
      m_clusters(std::move(clusters)),
      m_company(std::move(company)),
      m_source(train::imagesOf(m_clusters.dataset, m_clusters.dataset.train)),
      m_facts(runFactsOf(input.fields, m_clusters.dataset)),
      m_options(trainOptionsOf(input.fields)),
      m_runs(input.fields.at("runs")) {
    m_options.shuffle = !input.fields.at("fixed-order").get<bool>();
    m_loss.assign(place(kSetCount, 0, 0), kNoLoss);
}

/// loss [3, E, K]; a set whose training diverged is NaN throughout.
store::NamedArrays ControlStudy::learn(std::int64_t run, const jobs::JobContext& job) const {
    train::RunFacts facts = m_facts;
    facts.seed = m_input.fields.at("seed").get<std::int64_t>() + run;
    train::SetTrainer trainer(newModel(m_input.fields, facts), m_source, m_options);
    const std::size_t classes = m_company.target.size();
    std::vector<std::int64_t> targets = m_company.target;
    std::erase(targets, -1);
    std::vector<float> loss(kSetCount * at(m_options.epochs) * classes, kNoLoss);
    for (std::size_t set = 0; set < kSetCount; ++set) {
        const auto first = std::span(loss).subspan(set * at(m_options.epochs) * classes,
                                                   at(m_options.epochs) * classes);
        const auto read = [&](std::int64_t epoch) {
            const train::Outcome outcome =
                train::evaluate(trainer.pass(), targets, m_source.labels, {}, job);
            for (std::size_t i = 0; i < targets.size(); ++i)
                first[at(epoch) * classes + at(m_source.labels[at(targets[i])])] =
                    static_cast<float>(outcome.loss[i]);
        };
        const bool whole = trainer.train(controlSet(m_company, set),
                                         static_cast<std::uint64_t>(facts.seed),
                                         {.epochDone = read},
                                         job);
        const bool finite = std::ranges::all_of(targets, [&](std::int64_t id) {
            const std::size_t last = at(m_options.epochs - 1) * classes;
            return std::isfinite(first[last + at(m_source.labels[at(id)])]);
        });
        if (!whole || !finite) std::ranges::fill(first, kNoLoss);
    }
    return {{"loss",
             store::Array::from<float>(loss,
                                       {static_cast<std::int64_t>(kSetCount),
                                        m_options.epochs,
                                        static_cast<std::int64_t>(classes)})}};
}

void ControlStudy::keep(std::int64_t run, const store::NamedArrays& result) {
    const auto loss = result.at("loss").as<float>();
    const std::size_t each = loss.size() / kSetCount;
    const auto someTarget =
        at(std::ranges::find_if(m_company.target, [](auto id) { return id >= 0; }) -
           m_company.target.begin());
    for (std::size_t set = 0; set < kSetCount; ++set) {
        const auto own = loss.subspan(set * each, each);
        std::ranges::copy(own, m_loss.begin() + static_cast<std::ptrdiff_t>(place(set, run, 0)));
        m_dropped[set] += std::isnan(own[someTarget]) ? 1 : 0;
    }
}

void ControlStudy::run(const jobs::JobContext& job) {
    std::int64_t finished = 0;
    (void)runTasks({.stage = "train",
                    .count = m_runs,
                    .work = [&](std::int64_t run,
                                const jobs::JobContext& context) { return learn(run, context); },
                    .done =
                        [&](std::int64_t run, const store::NamedArrays& result) {
                            keep(run, result);
                            ++finished;
                            for (std::size_t set = 0; set < kSetCount; ++set)
                                if (const double mean = difficulties(set).mean; !std::isnan(mean))
                                    job.report.metric(kSets[set], finished, mean);
                        },
                    .workers = mustRunAlone(m_facts) ? 1 : 0},
                   m_input.workFolder / "runs",
                   job);
    for (std::size_t set = 0; set < kSetCount; ++set)
        if (m_dropped[set] > 0)
            job.report.warning(fmt::format("{} of {} {} runs diverged and are left out; lower lr",
                                           m_dropped[set],
                                           m_runs,
                                           kSets[set]));
}

/// Sum over epochs of one target's loss; NaN where the run was dropped.
double ControlStudy::difficulty(std::size_t set, std::int64_t run, std::size_t label) const {
    double sum = 0;
    for (std::int64_t epoch = 0; epoch < m_options.epochs; ++epoch)
        sum += static_cast<double>(m_loss[place(set, run, epoch) + label]);
    return sum;
}

/// Over runs; of each the mean over targets.
stats::Summary ControlStudy::difficulties(std::size_t set) const {
    std::vector<double> each;
    for (std::int64_t run = 0; run < m_runs; ++run) {
        double sum = 0;
        std::int64_t targets = 0;
        for (std::size_t k = 0; k < m_company.target.size(); ++k) {
            if (m_company.target[k] < 0) continue;
            sum += difficulty(set, run, k);
            ++targets;
        }
        each.push_back(sum / static_cast<double>(targets));
    }
    return stats::summarise(each);
}

json ControlStudy::perClass() const {
    json rows = json::array();
    for (std::size_t k = 0; k < m_company.target.size(); ++k) {
        json sets = json::array();
        for (std::size_t set = 0; set < kSetCount; ++set) {
            std::vector<double> each;
            for (std::int64_t run = 0; run < m_runs; ++run) each.push_back(difficulty(set, run, k));
            sets.push_back(figuresOf(stats::summarise(each)));
        }
        rows.push_back({{"class", m_clusters.dataset.classNames.at(k)}, {"difficulty", sets}});
    }
    return rows;
}

json ControlStudy::figures() const {
    std::array<double, kSetCount> mean{};
    json difficulty = json::array();
    for (std::size_t set = 0; set < kSetCount; ++set) {
        const stats::Summary summary = difficulties(set);
        mean[set] = summary.mean;
        difficulty.push_back(figuresOf(summary));
    }
    json figures{{"sets", kSets},
                 {"runs", m_runs},
                 {"dropped", m_dropped},
                 {"difficulty", difficulty},
                 {"per_class", perClass()},
                 {"ordered", mean[0] < mean[1] && mean[1] < mean[2]}};
    figures["fixed_order"] = m_input.fields.at("fixed-order");
    for (const char* name :
         {"added", "epochs", "target", "medium", "lr", "batch", "model", "preset"})
        figures[name] = m_input.fields.at(name);
    return figures;
}

JobOutcome ControlStudy::store(double seconds) {
    const auto run = ancestor(m_input.project, m_clusters.kernel, "run");
    std::vector<std::string> parents{m_clusters.cluster.id, m_clusters.kernel.id};
    if (run) parents.push_back(run->id);
    parents.push_back(m_clusters.dataset.id);
    store::ArtifactDraft draft(m_input.project,
                               artifactRow(m_input,
                                           "difficulty-control",
                                           "difficulty-control",
                                           m_input.fields.value("name", std::string()),
                                           parents));
    const std::int64_t classes = std::ssize(m_company.target);
    const store::Shape members{3, classes, m_input.fields.at("added").get<std::int64_t>()};
    draft.write<std::int64_t>("target.npy", m_company.target, {classes});
    draft.write<std::int64_t>("member.npy", m_company.member, members);
    draft.write<float>("kappa.npy", m_company.kappa, members);
    draft.write<float>("loss.npy", m_loss, {3, m_runs, m_options.epochs, classes});
    json result = figures();
    writeResult(draft, result, m_input.fields, seconds);
    nlohmann::ordered_json told = result;
    nlohmann::ordered_json rows;
    for (std::size_t set = 0; set < kSetCount; ++set) {
        const json& of = result["difficulty"][set];
        rows.push_back({{"set", kSets[set]},
                        {"mean", of["mean"]},
                        {"deviation", of["deviation"]},
                        {"low", of["low"]},
                        {"high", of["high"]},
                        {"dropped", m_dropped[set]}});
    }
    for (const char* name : {"sets", "dropped", "per_class"}) told.erase(name);
    told["difficulty"] = rows;
    return {draft.commit(result, seconds), told.dump()};
}

}  // namespace

JobOutcome runDifficultyControl(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    HeadClusters clusters =
        headClusters(input.project, input.fields.at("cluster").get<std::string>());
    ControlCompany company = controlCompany(input, clusters, job);
    ControlStudy study(input, std::move(clusters), std::move(company));
    study.run(job);
    return study.store(watch.seconds());
}

}  // namespace winnow::run
