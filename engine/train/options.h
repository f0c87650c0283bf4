// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace winnow::train {

enum class OptimizerKind { Sgd, Adam, AdamW };
enum class ScheduleKind { Constant, Step, Cosine };
enum class Augmentation { None, CropFlip };
/// What a step makes smaller.
enum class Objective {
    CrossEntropy,  ///< -log softmax(z)_y
    SquaredError,  ///< half the mean over classes of (z - t)^2, t the source's targets
};
/// Where a fitted sample's record of an epoch comes from.
enum class RecordPass {
    Training,    ///< the pass that also moves the weights: free, each batch sees other weights
    Evaluation,  ///< a pass over all samples after the epoch, evaluation mode, not augmented
};

/// PyTorch's names, defaults and meaning (torch.optim.SGD, Adam, AdamW).
struct OptimizerOptions {
    OptimizerKind kind = OptimizerKind::Sgd;
    double momentum = 0.9;  ///< SGD only
    double weightDecay = 5e-4;
};

struct ScheduleOptions {
    ScheduleKind kind = ScheduleKind::Constant;
    std::int64_t stepEvery = 2;  ///< epochs
    double stepFactor = 0.7;
};

struct TrainOptions {
    std::int64_t epochs = 30;
    std::int64_t batch = 128;
    double learningRate = 0.1;
    OptimizerOptions optimizer;
    ScheduleOptions schedule;
    Objective objective = Objective::CrossEntropy;
    Augmentation augmentation = Augmentation::None;
    bool shuffle = true;  ///< a new order every epoch; else that of the samples, as they are given
    RecordPass records = RecordPass::Training;
    double validation = 0.1;  ///< share of the training split held out to choose w*, 0: none
    bool keepBest = true;  ///< w* is the epoch of best validation accuracy, the earliest of equals;
                           ///< else the last epoch
    std::uint64_t seed = 1;  ///< of the validation split, the order, augmentation and dropout
    bool el2n = false, grand = false;  ///< scores to take from all samples
    std::int64_t scoreEpoch = 10;      ///< after so many epochs, or the last when there are fewer;
                                       ///< 0: at the initial weights
    std::int64_t snapshots = 0;        ///< keep the weights after every so many epochs, 0: none
};

/// The words of the job's fields. Throw Error{BadInput} naming the field and its choices.
[[nodiscard]] OptimizerKind optimizerKind(std::string_view word);
[[nodiscard]] ScheduleKind scheduleKind(std::string_view word);
[[nodiscard]] Augmentation augmentation(std::string_view word);
[[nodiscard]] RecordPass recordPass(std::string_view word);

/// Throws Error{BadInput}: field, value, allowed range.
void check(const TrainOptions& options);

/// Rate of an epoch counted from 0. Step: rate * factor^floor(epoch / every) (torch StepLR);
/// cosine: rate * (1 + cos(pi epoch / epochs)) / 2 (torch CosineAnnealingLR with T_max = epochs,
/// stepped once an epoch).
[[nodiscard]] double learningRateAt(const TrainOptions& options, std::int64_t epoch);

}  // namespace winnow::train
