// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/train/objective.h"
#include "engine/train/pass.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace winnow::train {

/// Samples at a time: large enough for GEMM, small enough for ResNet-18's activations (0.5 GB).
inline constexpr std::size_t kEvaluationBatch = 512;

/// What a model says about samples, in evaluation mode and not augmented: one outcome, rows in the
/// order of `samples`. `labels` are those of the whole split. Reports progress under `stage`, not
/// at all when it is empty. Throws Cancelled.
[[nodiscard]] Outcome evaluate(Pass& pass,
                               std::span<const std::int64_t> samples,
                               std::span<const std::int64_t> labels,
                               std::string_view stage,
                               const jobs::JobContext& job);

/// Share of right predictions; NaN of nothing.
[[nodiscard]] double accuracy(const Outcome& outcome,
                              std::span<const std::int64_t> samples,
                              std::span<const std::int64_t> labels);
[[nodiscard]] double meanLoss(const Outcome& outcome);

/// crossEntropy() of logits (B,K) on the CPU; `gradient` is null or a tensor like them to be
/// filled.
[[nodiscard]] Outcome outcomeOf(const at::Tensor& logits,
                                std::span<const std::int64_t> labels,
                                at::Tensor* gradient);
/// squaredError() of the same, against `targets` [B,K].
[[nodiscard]] Outcome outcomeOf(const at::Tensor& logits,
                                std::span<const std::int64_t> labels,
                                std::span<const float> targets,
                                at::Tensor& gradient);

}  // namespace winnow::train
