// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/difficulty_result.h"

#include "ui/session/artifact_files.h"
#include "ui/session/result_object.h"
#include "ui/theme/numbers.h"

#include <cmath>

namespace winnow::ui {
namespace {

std::vector<SizeCorrelation> meansOf(const ResultObject& json, std::size_t sizes) {
    const std::vector<double> mean = json.table("mean", sizes, sizes);
    const std::vector<double> low = json.table("low", sizes, sizes);
    const std::vector<double> high = json.table("high", sizes, sizes);
    std::vector<SizeCorrelation> all;
    for (std::size_t pair = 0; pair < mean.size(); ++pair)
        all.push_back({mean[pair], low[pair], high[pair]});
    return all;
}

}  // namespace

DifficultyResult difficultyResult(const store::Project& project,
                                  const std::string& id,
                                  std::int64_t samples) {
    const ArtifactFiles files(project, id);
    const ResultObject json = ResultObject::of(project, id);
    DifficultyResult result;
    result.sizes = json.counts("sizes", 1);
    if (result.sizes.size() < 2) json.refuse(QStringLiteral("it names fewer than two set sizes"));
    const auto count = static_cast<std::int64_t>(result.sizes.size());
    result.mean = meansOf(json, result.sizes.size());
    files.required(result.sample, "sample.npy", {ArtifactFiles::kAny});
    files.required(
        result.difficulty, "difficulty.npy", {ArtifactFiles::kAny, count, result.sample.size()});
    result.repeats = result.difficulty.dim(0);
    files.required(result.correlation, "correlation.npy", {result.repeats, count, count});
    files.requireIds(result.sample, "sample.npy", samples);
    result.epochs = json.count("epochs");
    result.trainings = json.count("trainings");
    result.diverged = json.count("diverged");
    result.rate = json.number("lr");
    result.loss = json.text("loss");
    result.record = json.text("record");
    result.preset = json.text("preset");
    result.id = QString::fromStdString(id);
    return result;
}

SizeCorrelation DifficultyResult::between(std::size_t one, std::size_t other, int repeat) const {
    const std::size_t at = one * sizes.size() + other;
    if (repeat == kMean || repeats == 1) return mean[at];
    return {correlation.row(repeat)[at], kNotDefined, kNotDefined};
}

PairPoints pairPoints(
    const DifficultyResult& result, std::size_t x, std::size_t y, int repeat, std::size_t most) {
    const auto n = static_cast<std::size_t>(result.sample.size());
    // Samples lie class after class, so every step-th is an even share of each class.
    const std::size_t step = std::max<std::size_t>(1, (n + most - 1) / most);
    const std::int64_t first = repeat == DifficultyResult::kMean ? 0 : repeat;
    const std::int64_t last = repeat == DifficultyResult::kMean ? result.repeats - 1 : repeat;
    PairPoints pairs;
    for (std::size_t i = 0; i < n; i += step) {
        QPointF sum;
        int defined = 0;
        for (std::int64_t r = first; r <= last; ++r) {
            const auto row = result.difficulty.row(r);
            const QPointF point(row[x * n + i], row[y * n + i]);
            if (!std::isfinite(point.x()) || !std::isfinite(point.y())) continue;
            sum += point;
            ++defined;
        }
        if (defined == 0) continue;
        pairs.ids.push_back(result.sample[static_cast<std::int64_t>(i)]);
        pairs.points.push_back(sum / defined);
    }
    return pairs;
}

}  // namespace winnow::ui
