// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace winnow::train {

inline constexpr std::int64_t kCurveColumns = 6;

/// Rows of one epoch, [N] each; of a sample that was not seen: NaN, 0, NaN.
struct EpochRecord {
    std::vector<float> loss;
    std::vector<std::uint8_t> correct;
    std::vector<float> margin;  ///< logit of the label minus the largest other
};

/// All that is needed to go on after the last finished epoch with the same bits.
struct Checkpoint {
    std::int64_t epochs = 0;     ///< finished
    std::int64_t bestEpoch = 0;  ///< of `best`, counted from 1
    store::NamedArrays weights, optimizer, best, scores;
    std::vector<double> curve;  ///< [epochs, kCurveColumns]
};

/// "snapshot-0005.safetensors": the weights after so many epochs, in the work folder and in the
/// run.
[[nodiscard]] std::string snapshotName(std::int64_t epoch);

/// One epoch's record and then checkpoint.npz, each written atomically: a kill between the two
/// costs that epoch only.
void writeCheckpoint(const std::filesystem::path& folder,
                     const Checkpoint& checkpoint,
                     const EpochRecord& last);

/// Checkpoint and the records of its epochs. Empty when the folder holds none.
/// Throws Error{BadInput}: a file damaged or missing, or one of another number of samples.
struct Resumption {
    Checkpoint checkpoint;
    std::vector<EpochRecord> records;
};
[[nodiscard]] std::optional<Resumption> readCheckpoint(const std::filesystem::path& folder,
                                                       std::int64_t samples);

}  // namespace winnow::train
