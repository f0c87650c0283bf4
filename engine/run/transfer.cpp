// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/critical_rate.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/run/transfer_sets.h"
#include "engine/run/transfer_training.h"
#include "engine/stats/t_test.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

/// Networks that learn from distilled images (methods/kip.md, section 8; methods/kip-convnet.md,
/// section 10).
namespace winnow::run {
namespace {

using nlohmann::json;

struct Setting {
    double rate = 0, decay = 0;
};

/// One network with one loss on one set: tried with every setting, then trained with every seed.
struct Case {
    std::string network, loss;
    std::size_t set = 0;  ///< of TransferData::sets()
    std::size_t chosen = 0;
    std::vector<TransferResult> tries;   ///< by setting, the first seed; one setting: none
    std::vector<TransferResult> trials;  ///< by seed
};

class Transfer {
public:
    explicit Transfer(const JobInput& input);
    void run(const jobs::JobContext& job);
    JobOutcome store(double seconds);

private:
    [[nodiscard]] store::NamedArrays learn(const Case& one,
                                           const Setting& setting,
                                           std::int64_t repeat,
                                           const jobs::JobContext& job) const;
    void choose(const jobs::JobContext& job);
    void train(const jobs::JobContext& job);
    [[nodiscard]] std::vector<double> accuracies(const Case& one) const;
    [[nodiscard]] const Case* rival(const Case& one, SetKind kind) const;
    [[nodiscard]] json rowOf(const Case& one) const;
    [[nodiscard]] json gridOf(const Case& one) const;
    [[nodiscard]] json facts(const Case& one) const;
    [[nodiscard]] std::int64_t divergedCount() const;

    const JobInput& m_input;
    TransferData m_data;
    std::vector<Setting> m_settings;
    std::vector<Case> m_cases;
    std::int64_t m_repeats, m_workers = 0;
};

Transfer::Transfer(const JobInput& input)
    : m_input(input), m_data(input), m_repeats(input.fields.at("repeat")) {
    const json& fields = input.fields;
    if (fields.at("lr-unit") == "critical" && fields.at("optimizer") != "sgd")
        throw badInput(
            fmt::format("lr-unit critical is of gradient descent, not of {}; take --optimizer sgd",
                        fields.at("optimizer").get<std::string>()));
    for (const double rate : fields.at("lr").get<std::vector<double>>())
        for (const double decay : fields.at("weight-decay").get<std::vector<double>>())
            m_settings.push_back({rate, decay});
    for (const std::string& network : fields.at("model").get<std::vector<std::string>>()) {
        if (transferRunsAlone(fields, network, m_data.dataset())) m_workers = 1;
        for (const std::string& loss : fields.at("loss").get<std::vector<std::string>>())
            for (std::size_t set = 0; set < m_data.sets().size(); ++set)
                m_cases.push_back({network, loss, set, 0, {}, {}});
    }
}

store::NamedArrays Transfer::learn(const Case& one,
                                   const Setting& setting,
                                   std::int64_t repeat,
                                   const jobs::JobContext& job) const {
    const json& fields = m_input.fields;
    const std::int64_t seed = fields.at("seed").get<std::int64_t>() + repeat;
    json own = fields;
    own["lr"] = setting.rate;
    own["weight-decay"] = setting.decay;
    TransferTraining training{.steps = fields.at("steps"), .options = trainOptionsOf(own)};
    train::TrainOptions& options = training.options;
    options.objective =
        one.loss == "mse" ? train::Objective::SquaredError : train::Objective::CrossEntropy;
    options.seed = static_cast<std::uint64_t>(seed);
    const TransferSet& set = m_data.sets()[one.set];
    const ReadyImages images = m_data.images(set, options.seed);
    const auto model = transferNetwork(fields, one.network, m_data.dataset(), seed);
    if (fields.at("lr-unit") == "critical")
        options.learningRate *= criticalRate(*model, images, options.seed, job);
    const TransferResult result = learnFrom(*model,
                                            images,
                                            m_data.validation(set.distilled),
                                            m_data.test(set.distilled),
                                            training,
                                            job);
    const double figures[] = {result.validation,
                              result.accuracy,
                              static_cast<double>(result.step),
                              result.diverged ? 1.0 : 0.0,
                              result.rate};
    return {{"figures", store::Array::from<double>(figures, {std::ssize(figures)})}};
}

TransferResult resultOf(const store::NamedArrays& arrays) {
    const auto figures = arrays.at("figures").as<double>();
    return {
        figures[0], figures[1], static_cast<std::int64_t>(figures[2]), figures[3] != 0, figures[4]};
}

/// The best on held-out images; the first of equals.
void Transfer::choose(const jobs::JobContext& job) {
    if (m_settings.size() == 1) return;
    const std::size_t count = m_settings.size();
    for (Case& one : m_cases) one.tries.resize(count);
    (void)runTasks(
        {.stage = "choose rates",
         .count = static_cast<std::int64_t>(m_cases.size() * count),
         .work =
             [&](std::int64_t task, const jobs::JobContext& context) {
                 return learn(m_cases[at(task) / count], m_settings[at(task) % count], 0, context);
             },
         .done =
             [&](std::int64_t task, const store::NamedArrays& result) {
                 m_cases[at(task) / count].tries[at(task) % count] = resultOf(result);
             },
         .workers = m_workers},
        m_input.workFolder / "choose",
        job);
    for (Case& one : m_cases) {
        double best = -1;
        for (std::size_t s = 0; s < count; ++s)
            if (one.tries[s].validation > best) {
                best = one.tries[s].validation;
                one.chosen = s;
            }
        one.trials.push_back(one.tries[one.chosen]);
    }
}

/// All seeds but those that choosing has seen.
void Transfer::train(const jobs::JobContext& job) {
    const auto first = static_cast<std::int64_t>(m_cases.front().trials.size());
    const std::int64_t open = m_repeats - first;
    for (Case& one : m_cases) one.trials.resize(at(m_repeats));
    if (open > 0)
        (void)runTasks(
            {.stage = "train",
             .count = std::ssize(m_cases) * open,
             .work =
                 [&](std::int64_t task, const jobs::JobContext& context) {
                     const Case& one = m_cases[at(task / open)];
                     return learn(one, m_settings[one.chosen], first + task % open, context);
                 },
             .done =
                 [&](std::int64_t task, const store::NamedArrays& result) {
                     m_cases[at(task / open)].trials[at(first + task % open)] = resultOf(result);
                 },
             .workers = m_workers},
            m_input.workFolder / "train",
            job);
    for (const Case& one : m_cases)
        for (std::int64_t r = 0; r < m_repeats; ++r)
            if (const double accuracy = one.trials[at(r)].accuracy; std::isfinite(accuracy))
                job.report.metric(fmt::format("{} {} {} {}",
                                              one.network,
                                              one.loss,
                                              setName(m_data.sets()[one.set].kind),
                                              m_data.sets()[one.set].step),
                                  m_input.fields.at("seed").get<std::int64_t>() + r,
                                  accuracy);
}

void Transfer::run(const jobs::JobContext& job) {
    choose(job);
    train(job);
    if (const std::int64_t diverged = divergedCount(); diverged > 0)
        job.report.warning(
            fmt::format("{} of {} trainings diverged and are left out; a lower lr "
                        "would help",
                        diverged,
                        std::ssize(m_cases) * m_repeats));
}

std::int64_t Transfer::divergedCount() const {
    std::int64_t diverged = 0;
    for (const Case& one : m_cases)
        diverged += std::ranges::count(one.trials, true, &TransferResult::diverged);
    return diverged;
}

std::vector<double> Transfer::accuracies(const Case& one) const {
    std::vector<double> all;
    for (const TransferResult& trial : one.trials) all.push_back(trial.accuracy);
    return all;
}

/// The same network and loss on another set of the same distilled set.
const Case* Transfer::rival(const Case& one, SetKind kind) const {
    const TransferSet& set = m_data.sets()[one.set];
    if (set.kind != SetKind::Distilled) return nullptr;
    const std::string& id = m_data.distilled()[set.distilled].row.id;
    for (const Case& other : m_cases) {
        const TransferSet& its = m_data.sets()[other.set];
        if (its.kind == kind && m_data.distilled()[its.distilled].row.id == id &&
            other.network == one.network && other.loss == one.loss)
            return &other;
    }
    return nullptr;
}

/// What says which case it is.
json Transfer::facts(const Case& one) const {
    const TransferSet& set = m_data.sets()[one.set];
    const DistilledSet& distilled = m_data.distilled()[set.distilled];
    return {{"network", one.network},
            {"loss", one.loss},
            {"distilled", distilled.row.id},
            {"set", setName(set.kind)},
            {"step", set.kind == SetKind::Distilled ? json(set.step) : json()},
            {"size", distilled.size()}};
}

json Transfer::rowOf(const Case& one) const {
    const std::vector<double> mine = accuracies(one);
    std::vector<double> validation;
    double rates = 0;
    for (const TransferResult& trial : one.trials) {
        validation.push_back(trial.validation);
        rates += trial.rate;
    }
    json row = facts(one);
    row["lr"] = m_settings[one.chosen].rate;
    row["rate"] = rates / static_cast<double>(one.trials.size());
    row["weight_decay"] = m_settings[one.chosen].decay;
    row["accuracy"] = figuresOf(stats::summarise(mine));
    row["validation"] = figuresOf(stats::summarise(validation));
    row["diverged"] = std::ranges::count(one.trials, true, &TransferResult::diverged);
    for (const auto& [name, kind] : {std::pair("against_random", SetKind::Random),
                                     std::pair("against_start", SetKind::Start)}) {
        const Case* other = rival(one, kind);
        if (other == nullptr) {
            row[name] = nullptr;
            continue;
        }
        const stats::TTest test = stats::welchTest(mine, accuracies(*other));
        row[name] = {{"t", figureOf(test.t)},
                     {"df", figureOf(test.df)},
                     {"p", figureOf(test.p)},
                     {"verdict", verdictOf(test)}};
    }
    return row;
}

/// One point per setting, as in Figure 3 of the first paper.
json Transfer::gridOf(const Case& one) const {
    json grid = json::array();
    for (std::size_t s = 0; s < one.tries.size(); ++s) {
        json point = facts(one);
        point["lr"] = m_settings[s].rate;
        point["rate"] = one.tries[s].rate;
        point["weight_decay"] = m_settings[s].decay;
        point["validation"] = figureOf(one.tries[s].validation);
        point["accuracy"] = figureOf(one.tries[s].accuracy);
        grid.push_back(std::move(point));
    }
    return grid;
}

JobOutcome Transfer::store(double seconds) {
    std::vector<std::string> parents;
    for (const DistilledSet& set : m_data.distilled())
        if (std::ranges::count(parents, set.row.id) == 0) parents.push_back(set.row.id);
    parents.push_back(m_data.dataset().id);
    store::ArtifactDraft draft(
        m_input.project,
        artifactRow(
            m_input, "transfer", "transfer", m_input.fields.value("name", std::string()), parents));
    json rows = json::array(), grid = json::array();
    std::vector<double> accuracy;
    for (const Case& one : m_cases) {
        rows.push_back(rowOf(one));
        for (json& point : gridOf(one)) grid.push_back(std::move(point));
        const auto each = accuracies(one);
        accuracy.insert(accuracy.end(), each.begin(), each.end());
    }
    draft.write<double>("accuracy.npy", accuracy, {std::ssize(m_cases), m_repeats});
    json result{{"rows", rows},
                {"grid", grid},
                {"dataset", m_data.dataset().id},
                {"preset", m_input.fields.at("preset")},
                {"repeats", m_repeats},
                {"steps", m_input.fields.at("steps")},
                {"diverged", divergedCount()},
                {"test_samples", m_data.test(0).labels.size()},
                {"validation_samples", m_data.validation(0).labels.size()}};
    writeResult(draft, result, m_input.fields, seconds);
    nlohmann::ordered_json told{{"dataset", m_data.dataset().id}, {"repeats", m_repeats}};
    for (const json& row : rows)
        told["rows"].push_back(
            {{"network", row["network"]},
             {"loss", row["loss"]},
             {"set", row["set"]},
             {"step", row["step"]},
             {"images", row["size"]},
             {"accuracy", row["accuracy"]["mean"]},
             {"deviation", row["accuracy"]["deviation"]},
             {"against_random",
              row["against_random"].is_null() ? json() : row["against_random"]["verdict"]}});
    return {draft.commit(json(told), seconds), told.dump()};
}

}  // namespace

JobOutcome runTransfer(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    Transfer transfer(input);
    transfer.run(job);
    return transfer.store(watch.seconds());
}

}  // namespace winnow::run
