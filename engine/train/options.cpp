// SPDX-License-Identifier: Apache-2.0
#include "engine/train/options.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

namespace winnow::train {
namespace {

template <typename T, std::size_t N>
T chosen(std::string_view field,
         std::string_view word,
         const std::array<std::pair<std::string_view, T>, N>& choices) {
    std::string names;
    for (const auto& [name, value] : choices) {
        if (name == word) return value;
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    throw badInput(fmt::format("{} is \"{}\"; there are {}", field, word, names));
}

void require(bool right, std::string_view field, double value, std::string_view range) {
    if (!right) throw badInput(fmt::format("{} is {}; it has to be {}", field, value, range));
}

}  // namespace

OptimizerKind optimizerKind(std::string_view word) {
    return chosen<OptimizerKind, 3>("optimizer",
                                    word,
                                    {{{"sgd", OptimizerKind::Sgd},
                                      {"adam", OptimizerKind::Adam},
                                      {"adamw", OptimizerKind::AdamW}}});
}

ScheduleKind scheduleKind(std::string_view word) {
    return chosen<ScheduleKind, 3>("schedule",
                                   word,
                                   {{{"constant", ScheduleKind::Constant},
                                     {"step", ScheduleKind::Step},
                                     {"cosine", ScheduleKind::Cosine}}});
}

Augmentation augmentation(std::string_view word) {
    return chosen<Augmentation, 2>(
        "augment", word, {{{"none", Augmentation::None}, {"crop-flip", Augmentation::CropFlip}}});
}

RecordPass recordPass(std::string_view word) {
    return chosen<RecordPass, 2>(
        "records",
        word,
        {{{"training-pass", RecordPass::Training}, {"evaluation-pass", RecordPass::Evaluation}}});
}

void check(const TrainOptions& o) {
    const auto finite = [](double value) { return std::isfinite(value); };
    require(o.epochs >= 1, "epochs", static_cast<double>(o.epochs), "at least 1");
    require(o.batch >= 1, "batch", static_cast<double>(o.batch), "at least 1");
    require(finite(o.learningRate) && o.learningRate > 0, "lr", o.learningRate, "above 0");
    require(o.optimizer.momentum >= 0 && o.optimizer.momentum < 1,
            "momentum",
            o.optimizer.momentum,
            "in [0, 1)");
    require(finite(o.optimizer.weightDecay) && o.optimizer.weightDecay >= 0,
            "weight-decay",
            o.optimizer.weightDecay,
            "at least 0");
    require(o.schedule.stepEvery >= 1,
            "step-every",
            static_cast<double>(o.schedule.stepEvery),
            "at least 1");
    require(o.schedule.stepFactor > 0 && o.schedule.stepFactor <= 1,
            "step-factor",
            o.schedule.stepFactor,
            "in (0, 1]");
    require(o.validation >= 0 && o.validation < 1, "validation", o.validation, "in [0, 1)");
    require(o.scoreEpoch >= 0, "score-epoch", static_cast<double>(o.scoreEpoch), "at least 0");
    require(o.snapshots >= 0, "snapshots", static_cast<double>(o.snapshots), "at least 0");
}

double learningRateAt(const TrainOptions& o, std::int64_t epoch) {
    switch (o.schedule.kind) {
        case ScheduleKind::Step:
            return o.learningRate * std::pow(o.schedule.stepFactor,
                                             static_cast<double>(epoch / o.schedule.stepEvery));
        case ScheduleKind::Cosine:
            return o.learningRate *
                   (1 + std::cos(std::numbers::pi * static_cast<double>(epoch) /
                                 static_cast<double>(o.epochs))) /
                   2;
        case ScheduleKind::Constant:
            break;
    }
    return o.learningRate;
}

}  // namespace winnow::train
