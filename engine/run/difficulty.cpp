// SPDX-License-Identifier: Apache-2.0
#include "engine/train/difficulty.h"

#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/task_list.h"
#include "engine/run/training_setup.h"
#include "engine/stats/correlation.h"
#include "engine/stats/summary.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"
#include "engine/train/nested_sets.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::run {
namespace {

using nlohmann::json;

/// Of a correlation over repeats: matrices [S][S] of result.json.
constexpr std::array kColumns{"mean", "deviation", "low", "high"};

/// The lists of tasks of the sizes as one: every size passes over the universal set as often.
class SizesReporter final : public jobs::ForwardingReporter {
public:
    SizesReporter(jobs::JobReporter& outer, std::int64_t sizes, std::int64_t samples)
        : ForwardingReporter(outer), m_sizes(sizes), m_samples(samples) {}
    void begin(std::int64_t size) { m_size = size; }
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
        outer().progress(stage, m_size * m_samples + m_samples * done / total, m_sizes * m_samples);
    }

private:
    std::int64_t m_sizes, m_samples, m_size = 0;
};

/// Sets `first` to `first + count - 1` of a size in a repeat: one task.
struct Chunk {
    std::int64_t repeat, first, count;
};

/// R repeats, S sizes, n samples of the universal set.
class DifficultyStudy {
public:
    explicit DifficultyStudy(const JobInput& input);
    void run(const jobs::JobContext& job);
    JobOutcome store(double seconds, const jobs::JobContext& job);

private:
    [[nodiscard]] std::vector<Chunk> chunksOf(std::int64_t size) const;
    [[nodiscard]] store::NamedArrays learn(std::int64_t size,
                                           const Chunk& chunk,
                                           const jobs::JobContext& job) const;
    void keep(std::size_t sizeIndex, const Chunk& chunk, const store::NamedArrays& result);
    [[nodiscard]] bool oneAtATime(std::int64_t size) const;
    [[nodiscard]] std::uint64_t seedOf(std::int64_t repeat) const {
        return static_cast<std::uint64_t>(m_seed + repeat);
    }
    [[nodiscard]] std::span<double> difficulties(std::int64_t repeat, std::size_t sizeIndex) {
        const std::size_t n = m_universal.size();
        return std::span(m_difficulty).subspan((at(repeat) * m_sizes.size() + sizeIndex) * n, n);
    }
    [[nodiscard]] double correlation(std::int64_t repeat, std::size_t a, std::size_t b) {
        return stats::pearson(difficulties(repeat, a), difficulties(repeat, b));
    }
    [[nodiscard]] stats::Summary correlations(std::size_t a, std::size_t b);
    [[nodiscard]] json figures();

    const JobInput& m_input;
    store::Dataset m_dataset;
    train::ImageSource m_source;
    train::RunFacts m_facts;
    train::TrainOptions m_options;
    train::DifficultyOptions m_reading;
    std::int64_t m_seed, m_repeats;
    std::vector<std::int64_t> m_sizes, m_universal;
    std::int64_t m_classes = 0;        ///< in the universal set
    std::vector<double> m_difficulty;  ///< [R, S, n]
    std::int64_t m_trainings = 0, m_diverged = 0;
};

DifficultyStudy::DifficultyStudy(const JobInput& input)
    : m_input(input),
      m_dataset(store::openDataset(input.project, input.fields.at("dataset").get<std::string>())),
      m_source(train::imagesOf(m_dataset, m_dataset.train)),
      m_facts(runFactsOf(input.fields, m_dataset)),
      m_options(trainOptionsOf(input.fields)),
      m_reading{train::difficultyLoss(input.fields.at("loss").get<std::string>()),
                train::recordPass(input.fields.at("record").get<std::string>())},
      m_seed(input.fields.at("seed")),
      m_repeats(input.fields.at("repeats")) {
    const std::int64_t perClass = input.fields.at("samples-per-class");
    m_sizes = train::nestedSizes(perClass, input.fields.at("sizes"));
    m_universal = train::universalSet(
        m_source.labels, m_dataset.classes(), perClass, static_cast<std::uint64_t>(m_seed));
    m_classes = std::ssize(m_universal) / perClass;
    m_difficulty.assign(at(m_repeats) * m_sizes.size() * m_universal.size(), stats::kUndefined);
}

/// As many sets as make about a second of work, but never more than a sixteenth of a repeat's
/// sets: many cores want many tasks. Not by the number of threads: a job that goes on
/// elsewhere finds the same tasks.
std::vector<Chunk> DifficultyStudy::chunksOf(std::int64_t size) const {
    constexpr double kMacsOfTask = 3e10, kMacsOfForeignCode = 1e6;
    constexpr std::int64_t kTasksAtLeast = 16;
    const double macs =
        m_facts.architecture.kind == "torchscript"
            ? kMacsOfForeignCode
            : static_cast<double>(models::buildArchitecture(m_facts.architecture).forwardMacs());
    const double macsOfSet = 4 * macs * static_cast<double>(size * m_classes * m_options.epochs);
    const std::int64_t sets = m_sizes.front() / size;
    const auto byWork = static_cast<std::int64_t>(std::ceil(kMacsOfTask / macsOfSet));
    const std::int64_t step = std::min(byWork, (sets + kTasksAtLeast - 1) / kTasksAtLeast);
    std::vector<Chunk> chunks;
    for (std::int64_t repeat = 0; repeat < m_repeats; ++repeat)
        for (std::int64_t first = 0; first < sets; first += step)
            chunks.push_back({repeat, first, std::min(step, sets - first)});
    return chunks;
}

/// Where fewer trainings are to be made than there are threads, each gets them all.
bool DifficultyStudy::oneAtATime(std::int64_t size) const {
    return mustRunAlone(m_facts) || m_sizes.front() / size * m_repeats < models::threadsInUse();
}

store::NamedArrays DifficultyStudy::learn(std::int64_t size,
                                          const Chunk& chunk,
                                          const jobs::JobContext& job) const {
    train::RunFacts facts = m_facts;
    facts.seed = m_seed + chunk.repeat;
    train::SetTrainer trainer(newModel(m_input.fields, facts), m_source, m_options);
    const train::NestedSets sets(m_classes, m_sizes.front(), seedOf(chunk.repeat));
    std::vector<double> all;
    for (std::int64_t set = chunk.first; set < chunk.first + chunk.count; ++set) {
        std::vector<std::int64_t> samples = sets.positions(size, set);
        for (std::int64_t& sample : samples) sample = m_universal[at(sample)];
        const std::uint64_t seed = Random({seedOf(chunk.repeat),
                                           Random::wordOf("difficulty"),
                                           static_cast<std::uint64_t>(size),
                                           static_cast<std::uint64_t>(set)})
                                       .next();
        const auto learned = train::difficultyOf(trainer, samples, seed, m_reading, job);
        all.insert(all.end(), samples.size(), stats::kUndefined);
        if (learned) std::ranges::copy(*learned, all.end() - std::ssize(samples));
    }
    return {{"difficulty", store::Array::from<double>(all, {chunk.count, size * m_classes})}};
}

void DifficultyStudy::keep(std::size_t sizeIndex,
                           const Chunk& chunk,
                           const store::NamedArrays& result) {
    const auto learned = result.at("difficulty").as<double>();
    const std::int64_t size = m_sizes[sizeIndex];
    const train::NestedSets sets(m_classes, m_sizes.front(), seedOf(chunk.repeat));
    const std::span<double> to = difficulties(chunk.repeat, sizeIndex);
    for (std::int64_t set = 0; set < chunk.count; ++set) {
        const auto positions = sets.positions(size, chunk.first + set);
        const auto values = learned.subspan(at(set) * positions.size(), positions.size());
        for (std::size_t i = 0; i < positions.size(); ++i) to[at(positions[i])] = values[i];
        m_diverged += std::isnan(values.front()) ? 1 : 0;
        ++m_trainings;
    }
}

void DifficultyStudy::run(const jobs::JobContext& job) {
    SizesReporter report(job.report, std::ssize(m_sizes), std::ssize(m_universal));
    for (std::size_t s = 0; s < m_sizes.size(); ++s) {
        report.begin(static_cast<std::int64_t>(s));
        const std::int64_t size = m_sizes[s];
        const std::vector<Chunk> chunks = chunksOf(size);
        const TaskList tasks{.stage = fmt::format("train on {} of each class", size),
                             .count = std::ssize(chunks),
                             .work =
                                 [&](std::int64_t task, const jobs::JobContext& context) {
                                     return learn(size, chunks[at(task)], context);
                                 },
                             .done =
                                 [&](std::int64_t task, const store::NamedArrays& result) {
                                     keep(s, chunks[at(task)], result);
                                     job.report.metric(
                                         "trainings", m_trainings, static_cast<double>(m_diverged));
                                 },
                             .workers = oneAtATime(size) ? 1 : 0};
        (void)runTasks(
            tasks, m_input.workFolder / fmt::format("size-{}", size), {job.stop, report});
        const double rho = s == 0 ? stats::kUndefined : correlations(0, s).mean;
        if (!std::isnan(rho)) job.report.metric("correlation", size, rho);
    }
}

/// One repeat has no spread: its interval is Fisher's. No interval leaves what a correlation can
/// be.
stats::Summary DifficultyStudy::correlations(std::size_t a, std::size_t b) {
    std::vector<double> each;
    for (std::int64_t repeat = 0; repeat < m_repeats; ++repeat)
        each.push_back(correlation(repeat, a, b));
    stats::Summary summary = stats::summarise(each);
    if (summary.n > 1) {
        summary.low = std::max(summary.low, -1.0);
        summary.high = std::min(summary.high, 1.0);
    }
    if (summary.n != 1) return summary;
    const auto repeat = std::ranges::find_if_not(each, [](double r) { return std::isnan(r); });
    std::int64_t pairs = 0;
    const auto x = difficulties(repeat - each.begin(), a),
               y = difficulties(repeat - each.begin(), b);
    for (std::size_t i = 0; i < x.size(); ++i)
        pairs += std::isfinite(x[i]) && std::isfinite(y[i]) ? 1 : 0;
    const stats::Interval interval = stats::fisherInterval(*repeat, pairs);
    summary.low = interval.low;
    summary.high = interval.high;
    return summary;
}

json DifficultyStudy::figures() {
    json figures{{"sizes", m_sizes},
                 {"samples_per_class", m_sizes.front()},
                 {"classes", m_classes},
                 {"repeats", m_repeats},
                 {"trainings", m_trainings},
                 {"diverged", m_diverged}};
    for (const char* name : {"epochs", "loss", "record", "lr", "batch", "model", "preset"})
        figures[name] = m_input.fields.at(name);
    for (std::size_t a = 0; a < m_sizes.size(); ++a) {
        std::array<json, kColumns.size()> row;
        for (std::size_t b = 0; b < m_sizes.size(); ++b) {
            const json each = figuresOf(correlations(a, b));
            for (std::size_t c = 0; c < kColumns.size(); ++c)
                row[c].push_back(each.at(kColumns[c]));
        }
        for (std::size_t c = 0; c < kColumns.size(); ++c) figures[kColumns[c]].push_back(row[c]);
    }
    return figures;
}

/// The matrix as rows a person reads: each size against every smaller one.
nlohmann::ordered_json pairsOf(const json& figures) {
    nlohmann::ordered_json pairs;
    const json& sizes = figures.at("sizes");
    for (std::size_t a = 0; a < sizes.size(); ++a)
        for (std::size_t b = a + 1; b < sizes.size(); ++b) {
            nlohmann::ordered_json pair{{"size", sizes[a]}, {"against", sizes[b]}};
            for (const char* name : kColumns) pair[name] = figures.at(name)[a][b];
            pairs.push_back(std::move(pair));
        }
    return pairs;
}

JobOutcome DifficultyStudy::store(double seconds, const jobs::JobContext& job) {
    if (m_diverged > 0)
        job.report.warning(
            fmt::format("{} of {} trainings diverged; their samples have no difficulty at that "
                        "size, and a lower lr would help",
                        m_diverged,
                        m_trainings));
    const std::int64_t s = std::ssize(m_sizes), n = std::ssize(m_universal);
    std::vector<double> correlations;
    for (std::int64_t repeat = 0; repeat < m_repeats; ++repeat)
        for (std::size_t a = 0; a < m_sizes.size(); ++a)
            for (std::size_t b = 0; b < m_sizes.size(); ++b)
                correlations.push_back(correlation(repeat, a, b));
    store::ArtifactDraft draft(m_input.project,
                               artifactRow(m_input,
                                           "difficulty",
                                           "difficulty",
                                           m_input.fields.value("name", std::string()),
                                           {m_dataset.id}));
    draft.write<std::int64_t>("sample.npy", m_universal, {n});
    draft.write<double>("difficulty.npy", m_difficulty, {m_repeats, s, n});
    draft.write<double>("correlation.npy", correlations, {m_repeats, s, s});
    json result = figures();
    writeResult(draft, result, m_input.fields, seconds);
    nlohmann::ordered_json told = result;
    for (const char* name : kColumns) told.erase(name);
    told["correlation"] = pairsOf(result);
    return {draft.commit(result, seconds), told.dump()};
}

}  // namespace

JobOutcome runDifficulty(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    DifficultyStudy study(input);
    study.run(job);
    return study.store(watch.seconds(), job);
}

}  // namespace winnow::run
