// SPDX-License-Identifier: Apache-2.0
#include "engine/train/checkpoint.h"

#include "engine/store/error.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <span>
#include <string>

namespace winnow::train {
namespace {

std::filesystem::path recordFile(const std::filesystem::path& folder, std::int64_t epoch) {
    return folder / fmt::format("epoch-{:06}.npz", epoch);
}

void put(store::NamedArrays& all, const std::string& group, const store::NamedArrays& arrays) {
    for (const auto& [name, array] : arrays) all[group + "." + name] = array;
}

store::NamedArrays taken(const store::NamedArrays& all, const std::string& group) {
    store::NamedArrays arrays;
    const std::string prefix = group + ".";
    for (const auto& [name, array] : all)
        if (name.starts_with(prefix)) arrays[name.substr(prefix.size())] = array;
    return arrays;
}

template <typename T>
std::vector<T> column(const store::NamedArrays& arrays,
                      const std::string& name,
                      std::int64_t count,
                      const std::filesystem::path& file) {
    const auto it = arrays.find(name);
    if (it == arrays.end() || it->second.dtype != store::dtypeOf<T>() ||
        it->second.count() != count)
        throw badInput(fmt::format("{} holds no {} of {} values", file.string(), name, count));
    const auto values = it->second.as<T>();
    return {values.begin(), values.end()};
}

EpochRecord readRecord(const std::filesystem::path& file, std::int64_t samples) {
    const store::NamedArrays arrays = store::readNpz(file);
    EpochRecord record;
    record.loss = column<float>(arrays, "loss", samples, file);
    record.correct = column<std::uint8_t>(arrays, "correct", samples, file);
    record.margin = column<float>(arrays, "margin", samples, file);
    return record;
}

}  // namespace

std::string snapshotName(std::int64_t epoch) {
    return fmt::format("snapshot-{:04}.safetensors", epoch);
}

void writeCheckpoint(const std::filesystem::path& folder,
                     const Checkpoint& checkpoint,
                     const EpochRecord& last) {
    const auto n = static_cast<std::int64_t>(last.loss.size());
    store::NamedArrays record;
    record["loss"] = store::Array::from<float>(last.loss, {n});
    record["correct"] = store::Array::from<std::uint8_t>(last.correct, {n});
    record["margin"] = store::Array::from<float>(last.margin, {n});
    store::writeNpz(recordFile(folder, checkpoint.epochs), record);

    store::NamedArrays all;
    put(all, "weights", checkpoint.weights);
    put(all, "optimizer", checkpoint.optimizer);
    put(all, "best", checkpoint.best);
    put(all, "scores", checkpoint.scores);
    all["curve"] = store::Array::from<double>(checkpoint.curve, {checkpoint.epochs, kCurveColumns});
    const std::vector<std::int64_t> counts{checkpoint.epochs, checkpoint.bestEpoch};
    all["epochs"] = store::Array::from<std::int64_t>(counts, {2});
    store::writeNpz(folder / "checkpoint.npz", all);
}

std::optional<Resumption> readCheckpoint(const std::filesystem::path& folder,
                                         std::int64_t samples) {
    const std::filesystem::path file = folder / "checkpoint.npz";
    if (!std::filesystem::exists(file)) return std::nullopt;
    const store::NamedArrays all = store::readNpz(file);
    const auto counts = column<std::int64_t>(all, "epochs", 2, file);
    if (counts[0] < 1 || counts[1] < 1 || counts[1] > counts[0])
        throw badInput(fmt::format("{} says that {} epochs are done", file.string(), counts[0]));
    Resumption resumption;
    Checkpoint& checkpoint = resumption.checkpoint;
    checkpoint.epochs = counts[0];
    checkpoint.bestEpoch = counts[1];
    checkpoint.weights = taken(all, "weights");
    checkpoint.optimizer = taken(all, "optimizer");
    checkpoint.best = taken(all, "best");
    checkpoint.scores = taken(all, "scores");
    checkpoint.curve = column<double>(all, "curve", checkpoint.epochs * kCurveColumns, file);
    for (std::int64_t epoch = 1; epoch <= checkpoint.epochs; ++epoch)
        resumption.records.push_back(readRecord(recordFile(folder, epoch), samples));
    return resumption;
}

}  // namespace winnow::train
