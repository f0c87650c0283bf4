// SPDX-License-Identifier: Apache-2.0
#include "engine/train/stored_run.h"

#include "engine/select/records.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace winnow::train {
namespace {

using nlohmann::json;
using store::Array;

std::int64_t count(const auto& values) { return static_cast<std::int64_t>(values.size()); }

/// One member of every epoch's record, [E, N] row-major.
template <typename T>
std::vector<T> rowsOf(const std::vector<EpochRecord>& records,
                      std::vector<T> EpochRecord::*member) {
    std::vector<T> rows;
    for (const EpochRecord& record : records)
        rows.insert(rows.end(), (record.*member).begin(), (record.*member).end());
    return rows;
}

json factsJson(const RunFacts& facts) {
    const models::ArchitectureOptions& a = facts.architecture;
    return {{"dataset", facts.dataset},
            {"kind", a.kind},
            {"channels", a.channels},
            {"height", a.height},
            {"width", a.width},
            {"classes", a.classes},
            {"base_width", a.baseWidth},
            {"hidden", a.hidden},
            {"module", facts.module},
            {"mean", facts.mean},
            {"deviation", facts.deviation},
            {"epochs", facts.epochs},
            {"best_epoch", facts.bestEpoch},
            {"seed", facts.seed},
            {"device", facts.device},
            {"precision", facts.precision},
            {"threads", facts.threads}};
}

/// Copies the kept weights into the artifact and lists them.
json keepSnapshots(store::ArtifactDraft& draft, const std::vector<Snapshot>& snapshots) {
    json list = json::array();
    for (const Snapshot& snapshot : snapshots) {
        const std::string name = snapshotName(snapshot.epoch);
        draft.adopt(snapshot.file, name);
        list.push_back({{"epoch", snapshot.epoch},
                        {"file", name},
                        {"bytes", std::filesystem::file_size(snapshot.file)}});
    }
    return list;
}

double curveAt(const TrainResult& result, std::int64_t epoch, CurveColumn column) {
    return result.curve[static_cast<std::size_t>((epoch - 1) * kCurveColumns + column)];
}

json figuresOf(const RunFacts& facts, const TrainResult& result, double seconds) {
    const std::int64_t best = result.bestEpoch;
    const std::int64_t last = count(result.records);
    return {{"model", facts.architecture.kind},
            {"epochs", last},
            {"best_epoch", best},
            {"train_accuracy", curveAt(result, last, kTrainAccuracy)},
            {"validation_accuracy", curveAt(result, best, kValidationAccuracy)},
            {"test_accuracy", curveAt(result, best, kTestAccuracy)},
            {"last_validation_accuracy", curveAt(result, last, kValidationAccuracy)},
            {"last_test_accuracy", curveAt(result, last, kTestAccuracy)},
            {"fitted", std::count(result.fitted.begin(), result.fitted.end(), 1)},
            {"validation", std::count(result.fitted.begin(), result.fitted.end(), 0)},
            {"seconds", seconds}};
}

/// Arrays derived from the records; adds the totals to `figures`.
void writeDerived(store::ArtifactDraft& draft,
                  std::span<const std::uint8_t> correct,
                  std::span<const float> loss,
                  std::int64_t epochs,
                  std::int64_t samples,
                  json& figures) {
    const auto forgetting = select::forgettingEvents(correct, epochs, samples);
    const auto never = select::neverLearned(correct, epochs, samples);
    draft.write<std::int64_t>("forgetting.npy", forgetting, {samples});
    draft.write<std::int64_t>(
        "first_learned.npy", select::firstLearned(correct, epochs, samples), {samples});
    draft.write<std::uint8_t>("never_learned.npy", never, {samples});
    draft.write<double>(
        "difficulty.npy", select::learningDifficulty(loss, epochs, samples), {samples});
    figures["forgetting_events"] =
        std::accumulate(forgetting.begin(), forgetting.end(), std::int64_t{0});
    figures["forgotten_samples"] = std::count_if(
        forgetting.begin(), forgetting.end(), [](std::int64_t events) { return events > 0; });
    figures["never_learned"] = std::accumulate(never.begin(), never.end(), std::int64_t{0});
}

}  // namespace

json writeRun(store::ArtifactDraft& draft,
              const RunFacts& facts,
              const TrainResult& result,
              double seconds) {
    const std::int64_t epochs = count(result.records);
    const std::int64_t samples = count(result.fitted);
    const auto loss = rowsOf(result.records, &EpochRecord::loss);
    const auto correct = rowsOf(result.records, &EpochRecord::correct);
    models::writeWeights(draft.folder() / "weights.safetensors", result.weights);
    models::writeWeights(draft.folder() / "last.safetensors", result.last);
    draft.write<float>("loss.npy", loss, {epochs, samples});
    draft.write<std::uint8_t>("correct.npy", correct, {epochs, samples});
    draft.write<float>(
        "margin.npy", rowsOf(result.records, &EpochRecord::margin), {epochs, samples});
    draft.write<double>("curve.npy", result.curve, {epochs, kCurveColumns});
    draft.write<std::uint8_t>("fitted.npy", result.fitted, {samples});
    draft.write<std::int64_t>("prediction.npy", result.prediction, {samples});
    draft.write<float>("probability.npy", result.probability, {samples});
    if (!result.testPrediction.empty())
        draft.write<std::int64_t>(
            "test_prediction.npy", result.testPrediction, {count(result.testPrediction)});
    if (!result.el2n.empty()) draft.write<double>("el2n.npy", result.el2n, {samples});
    if (!result.grand.empty()) draft.write<double>("grand.npy", result.grand, {samples});
    if (!facts.module.empty())
        std::filesystem::copy_file(facts.module, draft.folder() / "module.pt");
    json figures = figuresOf(facts, result, seconds);
    writeDerived(draft, correct, loss, epochs, samples, figures);
    json document = factsJson(facts);
    document["figures"] = figures;
    document["snapshots"] = keepSnapshots(draft, result.snapshots);
    draft.writeText("run.json", document.dump(1));
    return figures;
}

ImageSource imagesOf(const store::Dataset& dataset, const store::Split& split) {
    return {split.pixels(),
            split.labels(),
            dataset.channels,
            dataset.height,
            dataset.width,
            dataset.mean,
            dataset.deviation};
}

}  // namespace winnow::train
