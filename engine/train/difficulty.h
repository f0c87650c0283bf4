// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/set_trainer.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace winnow::train {

/// What is summed over the epochs.
enum class DifficultyLoss {
    CrossEntropy,  ///< the paper's
    L2             ///< ||softmax(z) - onehot(y)||_2, the authors' code
};

struct DifficultyOptions {
    DifficultyLoss loss = DifficultyLoss::CrossEntropy;
    /// Evaluation: in a pass after each epoch. Training: just before each step (Algorithm 1).
    RecordPass record = RecordPass::Evaluation;
};

/// "cross-entropy", "l2". Throws Error{BadInput} naming the field and its choices.
[[nodiscard]] DifficultyLoss difficultyLoss(std::string_view word);

/// Learning difficulty of each sample of a set that is learned by itself: the sum of its loss over
/// the epochs (lpNTK paper, Sec. 2; methods/lpntk.md, section 2), in the order of `samples`. Empty
/// when the training diverged. Throws Cancelled.
[[nodiscard]] std::optional<std::vector<double>> difficultyOf(
    SetTrainer& trainer,
    const std::vector<std::int64_t>& samples,
    std::uint64_t seed,
    const DifficultyOptions& options,
    const jobs::JobContext& job);

}  // namespace winnow::train
