// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/features.h"
#include "engine/empirical/full_ntk.h"
#include "engine/empirical/kernel_artifact.h"
#include "engine/empirical/theorem_gap.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/models/run_network.h"
#include "engine/models/tensors.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/task_list.h"
#include "engine/stats/block_statistics.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

/// Theorem 1 against the width of fresh networks, and the blocks of a trained one
/// (methods/lpntk.md, section 4.9).
namespace winnow::run {
namespace {

using nlohmann::json;

/// Columns of a task's result, one row a pair.
enum Column { kGap, kScaled, kBound, kEqual, kColumns };

constexpr std::int64_t kWideMatrix = 1024;  ///< from here on one GEMM fills all threads

std::uint64_t seedOf(const json& fields, std::int64_t init) {
    return Random({fields.at("seed").get<std::uint64_t>(),
                   Random::wordOf("gap-check"),
                   static_cast<std::uint64_t>(init)})
        .next();
}

models::Device deviceOf(const json& fields) {
    return models::deviceNamed(fields.at("device").get<std::string>());
}

at::Tensor imagesOf(const store::Dataset& dataset,
                    const std::array<std::int64_t, 2>& pair,
                    models::Device device) {
    return models::normalisedImages(dataset.train.pixels(),
                                    {dataset.channels, dataset.height, dataset.width},
                                    pair,
                                    dataset.mean,
                                    dataset.deviation,
                                    models::Precision::Float64,
                                    device);
}

/// One initialisation of one width: [pairs, kColumns].
store::NamedArrays gapsOf(const store::Dataset& dataset,
                          const json& fields,
                          std::int64_t width,
                          std::int64_t init,
                          const jobs::JobContext& job) {
    const models::Device device = deviceOf(fields);
    const models::Network network = empirical::theoremNetwork(
        {.kind = "mlp",
         .channels = dataset.channels,
         .height = dataset.height,
         .width = dataset.width,
         .classes = dataset.classes(),
         .hidden = std::vector<std::int64_t>(at(fields.at("depth").get<std::int64_t>()), width)},
        seedOf(fields, init),
        device);
    const auto labels = dataset.train.labels();
    std::vector<double> rows;
    for (const auto& pair : empirical::pairsOfBothSorts(
             labels, fields.at("samples").get<std::int64_t>(), seedOf(fields, init))) {
        job.throwIfCancelled();
        const std::array<std::int64_t, 2> classes{labels[at(pair[0])], labels[at(pair[1])]};
        const empirical::TheoremGap gap = empirical::theoremGap(
            network, imagesOf(dataset, pair, device), classes, fields.at("delta").get<double>());
        rows.insert(rows.end(),
                    {gap.gap, gap.scaled, gap.bound, classes[0] == classes[1] ? 1.0 : 0.0});
    }
    const auto pairs = std::ssize(rows) / kColumns;
    return {{"gaps", store::Array::from<double>(rows, {pairs, kColumns})}};
}

/// Null of nothing and of what is not finite.
json medianOf(std::vector<double> values) {
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.empty()) return nullptr;
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

json rowOf(std::int64_t width, std::span<const store::NamedArrays> inits) {
    std::vector<double> gap, scaled, bound, equal, different;
    std::int64_t above = 0;
    for (const store::NamedArrays& init : inits) {
        const auto values = init.at("gaps").as<double>();
        for (std::size_t i = 0; i < values.size(); i += kColumns) {
            const auto pair = values.subspan(i, kColumns);
            gap.push_back(pair[kGap]);
            scaled.push_back(pair[kScaled]);
            bound.push_back(pair[kBound]);
            (pair[kEqual] != 0 ? equal : different).push_back(pair[kGap]);
            above += pair[kScaled] > pair[kBound] ? 1 : 0;
        }
    }
    return {{"width", width},
            {"inits", std::ssize(inits)},
            {"gap", medianOf(gap)},
            {"gap_same_class", medianOf(equal)},
            {"gap_other_class", medianOf(different)},
            {"scaled", medianOf(scaled)},
            {"bound", medianOf(bound)},
            {"above_bound", above}};
}

json theoremRows(const JobInput& input,
                 const store::Dataset& dataset,
                 const jobs::JobContext& context) {
    const json& fields = input.fields;
    const auto widths = fields.at("widths").get<std::vector<std::int64_t>>();
    const std::int64_t inits = fields.at("repeat");
    const bool wide = std::ranges::max(widths) >= kWideMatrix;
    const TaskList tasks{.stage = "initialisations",
                         .count = std::ssize(widths) * inits,
                         .work =
                             [&](std::int64_t task, const jobs::JobContext& job) {
                                 return gapsOf(
                                     dataset, fields, widths[at(task / inits)], task % inits, job);
                             },
                         .workers = wide || deviceOf(fields) == models::Device::Cuda ? 1 : 0};
    const auto results = runTasks(tasks, input.workFolder, context);
    json rows = json::array();
    for (std::int64_t w = 0; w < std::ssize(widths); ++w)
        rows.push_back(rowOf(widths[at(w)], std::span(results).subspan(at(w * inits), at(inits))));
    return rows;
}

/// The blocks E_ij of `pairs` pairs of different training samples of a run, drawn at random.
json pairStatistics(const models::RunNetwork& run,
                    std::int64_t pairs,
                    std::uint64_t seed,
                    const jobs::JobContext& job) {
    const store::Dataset& dataset = run.dataset;
    const std::int64_t classes = run.model->classes();
    const auto labels = dataset.train.labels();
    const empirical::FeatureExtractor extractor(*run.model);
    Random random({seed, Random::wordOf("blocks")});
    std::vector<double> diagonal, negative, second, sum;
    double atLabels = 0;
    for (std::int64_t p = 0; p < pairs; ++p) {
        job.throwIfCancelled();
        const auto one = static_cast<std::int64_t>(random.below(labels.size()));
        const auto step = static_cast<std::int64_t>(random.below(labels.size() - 1)) + 1;
        const std::array<std::int64_t, 2> pair{one, (one + step) % std::ssize(labels)};
        const at::Tensor images =
            models::normalisedImages(dataset.train.pixels(),
                                     {dataset.channels, dataset.height, dataset.width},
                                     pair,
                                     run.mean,
                                     run.deviation,
                                     models::Precision::Float32,
                                     models::Device::Cpu);
        const at::Tensor block =
            empirical::fullNtk(extractor, images, classes)[0][1].to(at::kDouble).contiguous();
        const auto s = stats::blockStatistics({block.const_data_ptr<double>(), at(block.numel())},
                                              classes,
                                              labels[at(pair[0])],
                                              labels[at(pair[1])]);
        diagonal.push_back(s.diagonalToOffDiagonal);
        negative.push_back(s.negative);
        second.push_back(s.largestToSecond);
        sum.push_back(s.largestToSum);
        atLabels += s.largestAtLabels ? 1 : 0;
        job.report.progress("pairs", p + 1, pairs);
    }
    return {{"run", run.run.id},
            {"pairs", pairs},
            {"diagonal_to_off_diagonal", medianOf(diagonal)},
            {"negative", medianOf(negative)},
            {"largest_at_labels", atLabels / static_cast<double>(pairs)},
            {"largest_to_second", medianOf(second)},
            {"largest_to_sum", medianOf(sum)}};
}

}  // namespace

JobOutcome runGapCheck(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const json& fields = input.fields;
    const store::Dataset dataset =
        store::openDataset(input.project, fields.at("dataset").get<std::string>());
    std::vector<std::string> parents{dataset.id};
    std::optional<models::RunNetwork> run;
    if (fields.contains("run")) {
        run = models::openRun(input.project,
                              fields.at("run").get<std::string>(),
                              "best",
                              models::Precision::Float32,
                              models::Device::Cpu);
        parents.insert(parents.begin(), run->run.id);
    }
    json result{{"rows", theoremRows(input, dataset, context)},
                {"delta", fields.at("delta")},
                {"samples", fields.at("samples")},
                {"depth", fields.at("depth")},
                {"seed", fields.at("seed")},
                {"preset", fields.at("preset")}};
    if (run)
        result["pair_statistics"] =
            pairStatistics(*run, fields.at("pairs"), seedOf(fields, 0), context);
    const double seconds = watch.seconds();
    store::ArtifactDraft draft(
        input.project,
        artifactRow(input, "gap-check", "gap-check", fields.value("name", std::string()), parents));
    writeResult(draft, result, fields, seconds);
    return {draft.commit(result, seconds), result.dump()};
}

}  // namespace winnow::run
