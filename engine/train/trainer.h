// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/store/array.h"
#include "engine/train/checkpoint.h"
#include "engine/train/images.h"
#include "engine/train/options.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace winnow::train {

/// The test split is evaluated once, after the last epoch; nothing is ever chosen by it.
struct TrainData {
    ImageSource train;
    std::optional<ImageSource> test;
    std::int64_t classes = 0;
};

/// Columns of a curve; NaN where there is no such number. Test columns hold the epoch of w* and the
/// last one.
enum CurveColumn {
    kTrainLoss,
    kTrainAccuracy,
    kValidationLoss,
    kValidationAccuracy,
    kTestLoss,
    kTestAccuracy
};

/// Weights kept on the way: a .safetensors file in the run's work folder.
struct Snapshot {
    std::int64_t epoch = 0;  ///< finished, counted from 1
    std::filesystem::path file;
};

struct TrainResult {
    std::int64_t bestEpoch = 0;  ///< of w*, counted from 1: row bestEpoch - 1 of curve and records
    store::NamedArrays weights;  ///< w*
    store::NamedArrays last;
    std::vector<double> curve;                 ///< [E, kCurveColumns]
    std::vector<EpochRecord> records;          ///< [E]: of every sample of the training split
    std::vector<std::uint8_t> fitted;          ///< [N] 1 = fitted, 0 = held out for validation
    std::vector<double> el2n, grand;           ///< [N], empty when not asked for
    std::vector<std::int64_t> prediction;      ///< [N] at w*
    std::vector<float> probability;            ///< [N] of the label, at w*
    std::vector<std::int64_t> testPrediction;  ///< at w*, empty without a test split
    std::vector<Snapshot> snapshots;           ///< in the order of their epochs
};

/// Trains `model` in place (it ends with w*) and records every training sample at every epoch.
/// Bit-for-bit repeatable on the CPU for a seed and a number of threads; a run that goes on from
/// `workFolder` after a kill or a cancellation gives the same bits as one that was never stopped.
/// `workFolder` is an existing folder of this run's own. Reports progress by batch, and per epoch
/// (from 1) train_loss, train_accuracy, validation_loss, validation_accuracy, forgetting_events; at
/// the end test_accuracy. Throws Error{BadInput} for options and data that do not fit;
/// Error{Internal} "diverged at epoch e, step s: ..." when a loss is not finite; Cancelled.
[[nodiscard]] TrainResult train(models::Model& model,
                                const TrainData& data,
                                const TrainOptions& options,
                                const std::filesystem::path& workFolder,
                                const jobs::JobContext& job);

}  // namespace winnow::train
