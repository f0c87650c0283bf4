// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_figures.h"

#include "engine/distill/schedule.h"
#include "engine/run/experiment_figures.h"
#include "engine/run/natural_curve.h"
#include "engine/store/index.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;

/// A checkpoint on the whole test split.
DistillTest wholeTest(const EndedDistillation& ended,
                      std::size_t checkpoint,
                      const jobs::JobContext& job) {
    const auto& test = ended.plan.test;
    if (!test || std::ssize(ended.plan.testRows) == test->size())
        return ended.record.tests()[checkpoint];
    return ended.meter.test(ended.record.images(checkpoint, ended.precision),
                            ended.record.labels(checkpoint),
                            ended.record.gammas()[checkpoint],
                            true,
                            job);
}

/// The protocol of the papers: the states whose batch had the lowest loss, measured on the whole
/// test split.
json bestCheckpoints(const EndedDistillation& ended, const jobs::JobContext& job) {
    const auto& steps = ended.record.steps();
    std::vector<double> losses(steps.size(), DistillTest::kNone);
    for (const DistillPoint& point : ended.record.curve()) {
        // A step sees what the one before it left.
        const auto seen = static_cast<std::int64_t>(point.step) - 1;
        const auto found = std::ranges::find(steps, seen);
        if (found != steps.end()) losses[at(found - steps.begin())] = point.loss;
    }
    json best = json::array();
    for (const std::size_t i : distill::lowestLosses(losses)) {
        const DistillTest test = wholeTest(ended, i, job);
        best.push_back({{"step", steps[i]},
                        {"train_loss", losses[i]},
                        {"loss", figureOf(test.loss)},
                        {"accuracy", figureOf(test.accuracy)}});
    }
    return best;
}

json preprocessingFacts(const distill::Preprocessing& preprocessing) {
    json facts{{"kind", preprocessing.whitens() ? "zca" : "standard"},
               {"mean", preprocessing.mean()},
               {"deviation", preprocessing.deviation()}};
    if (const auto* zca = preprocessing.zca())
        facts["zca"] = {{"reg", zca->reg},
                        {"absolute", zca->absolute},
                        {"rank", zca->rank},
                        {"features", zca->features},
                        {"images", zca->images}};
    return facts;
}

}  // namespace

json distillFigures(const EndedDistillation& ended, const jobs::JobContext& job) {
    const auto& curve = ended.record.curve();
    const DistillPoint last = curve.empty() ? DistillPoint{} : curve.back();
    const std::size_t end = ended.record.steps().size() - 1;
    const DistillTest whole = wholeTest(ended, end, job);
    double seconds = 0;
    for (const DistillPoint& point : curve) seconds += point.seconds;
    json figures{{"method", ended.fields.at("method")},
                 {"dataset", ended.plan.dataset.id},
                 {"kernel", infinite::describe(ended.plan.family.front())},
                 {"images", ended.plan.images},
                 {"classes", ended.plan.dataset.classes()},
                 {"steps", ended.record.steps().back()},
                 {"stopped", ended.stopped},
                 {"checkpoints", ended.record.steps().size()},
                 {"accuracy", figureOf(whole.accuracy)},
                 {"loss", figureOf(whole.loss)},
                 {"label_floor", figureOf(whole.labelFloor)},
                 {"start_accuracy", figureOf(ended.record.tests().front().accuracy)},
                 {"train_loss", curve.empty() ? json() : figureOf(last.loss)},
                 {"train_accuracy", curve.empty() ? json() : figureOf(last.accuracy)},
                 {"zero_loss", distill::zeroLoss(ended.plan.dataset.classes())},
                 {"ridge", curve.empty() ? json() : figureOf(last.ridge)},
                 {"condition", curve.empty() ? json() : figureOf(last.condition)},
                 {"out_of_range", distill::shareOutOfRange(ended.record.shown(end))},
                 {"seconds_per_step",
                  curve.empty() ? json() : json(seconds / static_cast<double>(curve.size()))},
                 {"test_samples", ended.plan.test ? ended.plan.test->size() : 0},
                 {"rate", ended.plan.rate},
                 {"gamma", ended.record.gammas().back()},
                 {"held_out", ended.plan.heldOut.size()},
                 {"preprocessing", preprocessingFacts(ended.preprocessing)}};
    const json best = ended.plan.kip ? bestCheckpoints(ended, job) : json::array();
    std::vector<double> accuracies;
    for (const json& one : best)
        accuracies.push_back(one["accuracy"].is_null() ? stats::kUndefined
                                                       : one["accuracy"].get<double>());
    figures["best"] = figuresOf(stats::summarise(accuracies));
    figures["best_checkpoints"] = best;
    const auto natural = naturalCurve(ended.project, ended.plan.dataset.id, ended.fields);
    figures["natural_curve"] = natural ? json(natural->artifact) : json();
    const distill::Compression compression =
        natural ? distill::compression(
                      natural->sizes, natural->accuracy, whole.accuracy, ended.plan.images)
                : distill::Compression{.ratio = stats::kUndefined};
    figures["compression_ratio"] = figureOf(compression.ratio);
    figures["compression_at_least"] = compression.atLeast;
    return figures;
}

}  // namespace winnow::run
