// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/difficulty_result.h"

#include "ui/session/artifact_files.h"

#include <QJsonArray>

#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<SizeCorrelation> meansOf(const QJsonObject& json,
                                     std::size_t sizes,
                                     const std::string& id) {
    const QJsonArray mean = json[QLatin1String("mean")].toArray();
    const QJsonArray low = json[QLatin1String("low")].toArray();
    const QJsonArray high = json[QLatin1String("high")].toArray();
    const auto count = static_cast<qsizetype>(sizes);
    std::vector<SizeCorrelation> all;
    for (qsizetype row = 0; row < count; ++row) {
        if (mean[row].toArray().size() != count)
            throw badInput(id + "/result.json has no table \"mean\" of " + std::to_string(count) +
                           " by " + std::to_string(count) +
                           " numbers; run the job again that made it");
        for (qsizetype column = 0; column < count; ++column)
            all.push_back({numberOf(mean[row].toArray()[column]),
                           numberOf(low[row].toArray()[column]),
                           numberOf(high[row].toArray()[column])});
    }
    return all;
}

}  // namespace

DifficultyResult difficultyResult(const store::Project& project,
                                  const std::string& id,
                                  std::int64_t samples) {
    const ArtifactFiles files(project, id);
    const QJsonObject json = files.result();
    DifficultyResult result;
    for (const QJsonValue& size : json[QLatin1String("sizes")].toArray())
        result.sizes.push_back(size.toInteger());
    if (result.sizes.size() < 2)
        throw badInput(
            id + "/result.json names fewer than two set sizes; run the job again that made it");
    const auto count = static_cast<std::int64_t>(result.sizes.size());
    result.mean = meansOf(json, result.sizes.size(), id);
    files.required(result.sample, "sample.npy", {ArtifactFiles::kAny});
    files.required(
        result.difficulty, "difficulty.npy", {ArtifactFiles::kAny, count, result.sample.size()});
    result.repeats = result.difficulty.dim(0);
    files.required(result.correlation, "correlation.npy", {result.repeats, count, count});
    if (std::ranges::any_of(result.sample.values(), [samples](std::int64_t sample) {
            return sample < 0 || sample >= samples;
        }))
        throw badInput(id + "/sample.npy names samples that its data set does not have");
    result.epochs = json[QLatin1String("epochs")].toInteger();
    result.trainings = json[QLatin1String("trainings")].toInteger();
    result.diverged = json[QLatin1String("diverged")].toInteger();
    result.loss = json[QLatin1String("loss")].toString();
    result.record = json[QLatin1String("record")].toString();
    result.preset = json[QLatin1String("preset")].toString();
    result.id = QString::fromStdString(id);
    return result;
}

SizeCorrelation DifficultyResult::between(std::size_t one, std::size_t other, int repeat) const {
    const std::size_t at = one * sizes.size() + other;
    if (repeat == kMean || repeats == 1) return mean[at];
    return {correlation.row(repeat)[at], kNone, kNone};
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
