// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/learning_records.h"

#include "engine/store/index.h"

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

/// Right and forgotten ones of every class in one epoch.
void addEpoch(const LearningInputs& in, std::int64_t epoch, std::vector<ClassRecord>& classes) {
    const std::size_t samples = in.labels.size();
    const auto now = in.correct.subspan(at(epoch) * samples, samples);
    const auto before = epoch > 0 ? in.correct.subspan(at(epoch - 1) * samples, samples) : now;
    std::vector<std::int64_t> right(classes.size()), forgotten(classes.size());
    for (std::size_t i = 0; i < samples; ++i) {
        const auto label = static_cast<std::size_t>(in.labels[i]);
        if (label >= classes.size()) continue;
        right[label] += now[i] != 0 ? 1 : 0;
        forgotten[label] += before[i] != 0 && now[i] == 0 ? 1 : 0;
    }
    for (std::size_t k = 0; k < classes.size(); ++k) {
        const auto count = static_cast<double>(classes[k].samples);
        classes[k].rightByEpoch.push_back(count > 0 ? static_cast<double>(right[k]) / count
                                                    : ClassRecord::kNone);
        classes[k].forgottenByEpoch.push_back(forgotten[k]);
    }
}

/// What the weights w* say: accuracies and the class each is mostly taken for.
void addPredictions(const LearningInputs& in, std::vector<ClassRecord>& classes) {
    const std::size_t k = classes.size();
    std::vector<double> count(2 * k), right(2 * k);  // fitted, then held out
    std::vector<std::int64_t> taken(k * k);          // [label, prediction]
    for (std::size_t i = 0; i < in.prediction.size(); ++i) {
        const auto label = static_cast<std::size_t>(in.labels[i]);
        const auto prediction = static_cast<std::size_t>(in.prediction[i]);
        if (label >= k) continue;
        const std::size_t part = label + (in.fitted.empty() || in.fitted[i] != 0 ? 0 : k);
        count[part] += 1;
        if (prediction == label)
            right[part] += 1;
        else if (prediction < k)
            ++taken[label * k + prediction];
    }
    for (std::size_t c = 0; c < k; ++c) {
        const auto share = [&](std::size_t part) {
            return count[part] > 0 ? right[part] / count[part] : ClassRecord::kNone;
        };
        classes[c].fittedAccuracy = share(c);
        classes[c].heldOutAccuracy = share(k + c);
        const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(c * k);
        const auto most = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(k));
        if (k == 0 || *most == 0) continue;
        classes[c].takenFor = most - begin;
        classes[c].takenShare =
            static_cast<double>(*most) / static_cast<double>(classes[c].samples);
    }
}

void addDifficulty(const LearningInputs& in, std::vector<ClassRecord>& classes) {
    std::vector<double> sums(classes.size());
    for (std::size_t i = 0; i < in.difficulty.size(); ++i) {
        const auto label = static_cast<std::size_t>(in.labels[i]);
        if (label < classes.size()) sums[label] += in.difficulty[i];
    }
    for (std::size_t k = 0; k < classes.size(); ++k)
        if (!in.difficulty.empty() && classes[k].samples > 0)
            classes[k].difficulty = sums[k] / static_cast<double>(classes[k].samples);
}

}  // namespace

std::int64_t ClassRecord::forgotten() const {
    return std::accumulate(forgottenByEpoch.begin(), forgottenByEpoch.end(), std::int64_t{0});
}

std::int64_t LearningRecords::forgottenIn(std::int64_t epoch) const {
    std::int64_t events = 0;
    for (const ClassRecord& each : classes) events += each.forgottenByEpoch[at(epoch)];
    return events;
}

std::int64_t LearningRecords::lastEventfulEpoch() const {
    for (std::int64_t epoch = epochs - 1; epoch > 0; --epoch)
        if (forgottenIn(epoch) > 0) return epoch;
    return epochs - 1;
}

LearningRecords learningRecords(const LearningInputs& inputs) {
    LearningRecords records;
    records.epochs = inputs.epochs;
    records.samples = static_cast<std::int64_t>(inputs.labels.size());
    records.classes.resize(at(inputs.classes));
    for (const std::int64_t label : inputs.labels)
        if (label >= 0 && label < inputs.classes) ++records.classes[at(label)].samples;
    for (std::int64_t epoch = 0; epoch < inputs.epochs; ++epoch)
        addEpoch(inputs, epoch, records.classes);
    addPredictions(inputs, records.classes);
    addDifficulty(inputs, records.classes);
    return records;
}

std::vector<std::int64_t> forgottenSamples(std::span<const std::uint8_t> correct,
                                           std::span<const std::int64_t> events,
                                           std::int64_t epoch) {
    std::vector<std::int64_t> ids;
    const std::size_t samples = events.size();
    if (epoch < 1 || correct.size() < at(epoch + 1) * samples) return ids;
    const auto before = correct.subspan(at(epoch - 1) * samples, samples);
    const auto now = correct.subspan(at(epoch) * samples, samples);
    for (std::size_t i = 0; i < samples; ++i)
        if (before[i] != 0 && now[i] == 0) ids.push_back(static_cast<std::int64_t>(i));
    std::ranges::stable_sort(
        ids, std::ranges::greater(), [&](std::int64_t id) { return events[at(id)]; });
    return ids;
}

}  // namespace winnow::ui
