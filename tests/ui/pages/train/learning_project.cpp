// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/train/learning_project.h"

#include <nlohmann/json.hpp>

namespace winnow::test {
namespace {

constexpr std::int64_t E = LearningProject::kLearningEpochs;

template <typename T, typename Value>
void write(store::ArtifactDraft& draft, const char* file, store::Shape shape, Value&& value) {
    std::vector<T> values(static_cast<std::size_t>(store::elementCount(shape)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<T>(value(static_cast<std::int64_t>(i)));
    draft.write<T>(file, values, std::move(shape));
}

}  // namespace

LearningProject::LearningProject(int runs, std::int64_t samples) : SampleProject(samples, false) {
    const std::array names{"first", "second", "third"};
    for (int run = 0; run < runs; ++run)
        addLearningRun(names.at(static_cast<std::size_t>(run)), run + 1);
}

bool LearningProject::right(std::int64_t epoch, std::int64_t sample) {
    if (sample % 10 == 9) return false;
    if (sample % 5 == 0) return epoch % 2 == 0;
    if (sample % 5 == 1) return epoch != 4;
    return epoch >= 1;
}

double LearningProject::loss(std::int64_t epoch, std::int64_t sample) {
    return static_cast<double>(sample % 7 + 1) / static_cast<double>(epoch + 1);
}

std::int64_t LearningProject::events(std::int64_t sample) {
    std::int64_t count = 0;
    for (std::int64_t epoch = 1; epoch < E; ++epoch)
        count += right(epoch - 1, sample) && !right(epoch, sample) ? 1 : 0;
    return count;
}

std::string LearningProject::addLearningRun(const std::string& name, std::int64_t seed) {
    auto project = store::Project::open(path(), store::Access::Write);
    store::ArtifactRow row;
    row.kind = "run";
    row.name = name;
    row.seed = seed;
    row.parents = {"dataset-1"};
    row.spec = nlohmann::json{
        {"kind", "train"},
        {"fields",
         {{"model", "lenet5"},
          {"epochs", E},
          {"optimizer", "sgd"},
          {"momentum", 0.9},
          {"lr", 0.1 * static_cast<double>(seed)},
          {"schedule", "step"},
          {"step-every", 2},
          {"step-factor", 0.7},
          {"batch", 128},
          {"validation",
           0.1}}}}.dump();
    store::ArtifactDraft draft(project, row);
    const std::int64_t n = samples();
    // Accuracies rise from 0.5, losses fall from 1; test figures at the last epoch only.
    write<double>(draft, "curve.npy", {E, 6}, [seed](std::int64_t i) {
        const auto epoch = static_cast<double>(i / 6);
        if (i % 6 >= 4 && i / 6 != E - 1) return std::numeric_limits<double>::quiet_NaN();
        return i % 2 == 0 ? 1 / (epoch + static_cast<double>(seed)) : 0.5 + 0.05 * epoch;
    });
    write<float>(draft, "loss.npy", {E, n}, [n](std::int64_t i) { return loss(i / n, i % n); });
    write<std::uint8_t>(
        draft, "correct.npy", {E, n}, [n](std::int64_t i) { return right(i / n, i % n); });
    write<std::uint8_t>(draft, "fitted.npy", {n}, [](std::int64_t i) { return i % 10 != 1; });
    write<std::int64_t>(draft, "forgetting.npy", {n}, events);
    write<std::uint8_t>(
        draft, "never_learned.npy", {n}, [](std::int64_t i) { return i % 10 == 9; });
    write<double>(draft, "difficulty.npy", {n}, [](std::int64_t i) {
        double sum = 0;
        for (std::int64_t epoch = 0; epoch < E; ++epoch) sum += loss(epoch, i);
        return sum;
    });
    write<std::int64_t>(draft, "prediction.npy", {n}, [](std::int64_t i) {
        return (i % 10 == 9 ? i + 1 : i) % kClasses;
    });
    return draft.commit({{"epochs", E},
                         {"best_epoch", 5},
                         {"validation_accuracy", 0.75 + 0.01 * static_cast<double>(seed)},
                         {"test_accuracy", 0.7},
                         {"forgetting_events", 99},
                         {"forgotten_samples", 60},
                         {"never_learned", 20}},
                        12.5);
}

}  // namespace winnow::test
