// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/findings_inputs.h"
#include "engine/run/findings_predictions.h"
#include "engine/run/stored_values.h"
#include "engine/select/duplicates.h"
#include "engine/stats/retrieval.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr std::int64_t kEvidence = 6;

/// What speaks about the labels of the kernel's samples.
select::LabelEvidence evidenceOf(const FindingsInputs& inputs,
                                 const train::Predictions& predictions,
                                 std::int64_t nearest) {
    const std::size_t classes = at(inputs.dataset.classes());
    const auto labels = inputs.dataset.train.labels();
    select::LabelEvidence evidence{.classes = inputs.dataset.classes()};
    for (const std::int64_t id : inputs.samples) {
        const auto row =
            predictions.probability.begin() + static_cast<std::ptrdiff_t>(at(id) * classes);
        evidence.labels.push_back(labels[at(id)]);
        evidence.probability.insert(
            evidence.probability.end(), row, row + static_cast<std::ptrdiff_t>(classes));
        evidence.learning.push_back(
            std::exp(-inputs.difficulty[at(id)] / static_cast<double>(inputs.epochs)));
    }
    if (inputs.oneClass)
        evidence.neighbours.assign(inputs.samples.size() * classes,
                                   std::numeric_limits<float>::quiet_NaN());
    else
        evidence.neighbours =
            select::neighbourShares(inputs.lists(), labels, inputs.dataset.classes(), nearest);
    return evidence;
}

/// Rows of the kernel's samples, most suspicious first; ties: lowest id.
std::vector<std::size_t> mostSuspicious(const std::vector<double>& score, const json& wanted) {
    std::vector<std::size_t> order(score.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t row) { return score[row]; });
    const auto all = static_cast<double>(score.size());
    const double count =
        wanted.is_number_integer() ? wanted.get<double>() : std::round(wanted.get<double>() * all);
    order.resize(static_cast<std::size_t>(std::clamp(count, std::min(1.0, all), all)));
    return order;
}

void writeSuspects(store::ArtifactDraft& draft,
                   const FindingsInputs& inputs,
                   const train::Predictions& predictions,
                   const select::LabelEvidence& evidence,
                   const select::Suspicion& found,
                   const std::vector<std::size_t>& rows) {
    std::vector<std::int64_t> sample, suggested;
    std::vector<double> score;
    std::vector<float> columns;
    for (const std::size_t row : rows) {
        const std::size_t id = at(inputs.samples[row]), first = row * at(evidence.classes),
                          label = first + at(evidence.labels[row]);
        sample.push_back(inputs.samples[row]);
        suggested.push_back(found.suggested[row]);
        score.push_back(found.score[row]);
        columns.insert(columns.end(),
                       {static_cast<float>(predictions.margin[id]),
                        evidence.probability[label],
                        static_cast<float>(inputs.forgetting[id]),
                        static_cast<float>(inputs.difficulty[id]),
                        1 - evidence.neighbours[label],
                        evidence.neighbours[first + at(found.suggested[row])]});
    }
    const std::int64_t m = std::ssize(rows);
    draft.write<std::int64_t>("sample.npy", sample, {m});
    draft.write<double>("score.npy", score, {m});
    draft.write<std::int64_t>("suggested.npy", suggested, {m});
    draft.write<float>("evidence.npy", columns, {m, kEvidence});
    std::vector<double> all(at(inputs.dataset.train.size()),
                            std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < inputs.samples.size(); ++row)
        all[at(inputs.samples[row])] = found.score[row];
    draft.write<double>("suspicion.npy", all, {std::ssize(all)});
}

/// Equal images have one gradient wherever it does not depend on the label, or the labels agree.
std::vector<select::DuplicatePair> duplicatesOf(const FindingsInputs& inputs, double threshold) {
    const auto labels = inputs.dataset.train.labels();
    const std::vector<select::DuplicatePair> gradients =
        select::parallelGradients(inputs.lists(), threshold);
    std::vector<select::DuplicatePair> pixels =
        select::equalPixels(inputs.dataset.train.pixels(), inputs.dataset.imageSize());
    for (select::DuplicatePair& pair : pixels)
        if (inputs.ignoresLabels || labels[at(pair.first)] == labels[at(pair.second)])
            pair.cosine = 1;
    return select::mostAlikeFirst(std::move(pixels), gradients);
}

void writeDuplicates(store::ArtifactDraft& draft, const std::vector<select::DuplicatePair>& pairs) {
    std::vector<std::int64_t> ids;
    std::vector<float> cosine;
    std::vector<std::uint8_t> kind;
    for (const select::DuplicatePair& pair : pairs) {
        ids.insert(ids.end(), {pair.first, pair.second});
        cosine.push_back(static_cast<float>(pair.cosine));
        kind.push_back(static_cast<std::uint8_t>(pair.kind));
    }
    const std::int64_t d = std::ssize(pairs);
    draft.write<std::int64_t>("duplicate.npy", ids, {d, 2});
    draft.write<float>("duplicate_cosine.npy", cosine, {d});
    draft.write<std::uint8_t>("duplicate_kind.npy", kind, {d});
}

/// How well the score finds the labels that are known to be wrong; null where none are known.
json againstTruth(const store::Project& project,
                  const FindingsInputs& inputs,
                  const std::vector<double>& score) {
    if (!project.has(inputs.dataset.id, "truth_label.npy")) return nullptr;
    const auto truth = storedValues<std::int64_t>(
        project, inputs.dataset.id, "truth_label.npy", inputs.dataset.train.size());
    const auto labels = inputs.dataset.train.labels();
    std::vector<std::uint8_t> wrong;
    for (const std::int64_t id : inputs.samples) wrong.push_back(labels[at(id)] != truth[at(id)]);
    const std::int64_t count = std::ranges::count(wrong, 1);
    if (count == 0) return nullptr;
    return {{"wrong_labels", count},
            {"auc", stats::areaUnderRoc(score, wrong)},
            {"precision", stats::precisionAt(score, wrong, count)}};
}

void warn(const FindingsInputs& inputs, const json& fields, const jobs::JobContext& job) {
    if (inputs.oneClass)
        job.report.warning(
            fmt::format("{} compares samples of one class only, so no neighbour can speak against "
                        "a label and the score goes without them; a kernel of scope all tells more",
                        inputs.kernel.id));
    const std::int64_t width = inputs.partners.shape.at(1),
                       nearest = fields.at("nearest").get<std::int64_t>();
    if (!inputs.oneClass && width < nearest)
        job.report.note(fmt::format("{} keeps {} neighbours of a sample; nearest {} takes those",
                                    inputs.kernel.id,
                                    width,
                                    nearest));
    if (inputs.projected)
        job.report.warning(
            fmt::format("{} is projected, so which gradients are equal is approximate; look at "
                        "such pairs before you drop one",
                        inputs.kernel.id));
    if (inputs.recipe.contains("init") && fields.at("folds") != 0)
        job.report.warning(
            fmt::format("{} began from given weights and so do the networks of the folds; if those "
                        "weights have seen these samples, no probability is out-of-sample",
                        inputs.run.id));
    if (std::ssize(inputs.samples) < inputs.dataset.train.size())
        job.report.warning(fmt::format("{} covers {} of {} samples; the others are not judged",
                                       inputs.kernel.id,
                                       inputs.samples.size(),
                                       inputs.dataset.train.size()));
}

/// Figures for the person; result.json holds them too.
json summaryOf(const JobInput& input,
               const FindingsInputs& inputs,
               const std::vector<double>& score,
               std::size_t suspects,
               const std::vector<select::DuplicatePair>& duplicates) {
    const std::int64_t folds = input.fields.at("folds");
    json summary{{"suspects", suspects},
                 {"duplicates", duplicates.size()},
                 {"equal_images",
                  std::ranges::count(
                      duplicates, select::DuplicateKind::Pixels, &select::DuplicatePair::kind)},
                 {"probabilities", folds == 0 ? "in-sample" : "out-of-sample"},
                 {"folds", folds},
                 {"threshold", input.fields.at("threshold")}};
    const json truth = againstTruth(input.project, inputs, score);
    if (!truth.is_null()) summary.update(truth);
    return summary;
}

json resultOf(const JobInput& input, const FindingsInputs& inputs, json summary) {
    summary["judged"] = inputs.samples.size();
    summary["nearest"] = input.fields.at("nearest");
    summary["neighbours"] = !inputs.oneClass;
    summary["epochs"] = input.fields.at("folds") == 0 ? json(nullptr) : json(inputs.bestEpoch);
    summary["seed"] = input.fields.at("seed");
    return summary;
}

}  // namespace

JobOutcome runFindings(const JobInput& input, const jobs::JobContext& job) {
    const jobs::Stopwatch watch;
    const FindingsInputs inputs = findingsInputs(input);
    warn(inputs, input.fields, job);
    const train::Predictions predictions = predictionsFor(input, inputs, job);
    const double networks = watch.seconds();
    job.throwIfCancelled();
    const select::LabelEvidence evidence =
        evidenceOf(inputs, predictions, input.fields.at("nearest"));
    const select::Suspicion found = select::suspicion(evidence);
    const auto rows = mostSuspicious(found.score, input.fields.at("suspects"));
    const auto duplicates = duplicatesOf(inputs, input.fields.at("threshold"));

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "findings",
                                           "findings",
                                           input.fields.value("name", std::string{}),
                                           {inputs.run.id, inputs.kernel.id, inputs.dataset.id}));
    writeSuspects(draft, inputs, predictions, evidence, found, rows);
    writeDuplicates(draft, duplicates);
    if (input.fields.at("folds") != 0)
        draft.write<float>("out_of_sample.npy",
                           predictions.probability,
                           {inputs.dataset.train.size(), inputs.dataset.classes()});
    const json summary = summaryOf(input, inputs, found.score, rows.size(), duplicates);
    json result = resultOf(input, inputs, summary);
    const double seconds = watch.seconds();
    result["seconds_networks"] = networks;
    writeResult(draft, result, input.fields, seconds);
    return {draft.commit(summary, seconds), summary.dump()};
}

}  // namespace winnow::run
