// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/store/array.h"
#include "engine/train/images.h"

#include <span>
#include <string_view>
#include <vector>

/// Scores of labelled samples at given weights (Paul, Ganguli, Dziugaite, "Deep Learning on a Data
/// Diet", NeurIPS 2021), in evaluation mode.
namespace winnow::train {

enum class ScoreKind {
    Loss,   ///< -log softmax(z)_y
    El2n,   ///< ||softmax(z) - onehot(y)||_2
    Grand,  ///< ||gradient of the loss by all trainable parameters||_2
};

/// "loss", "el2n", "grand"; throws Error{BadInput} that lists them.
[[nodiscard]] ScoreKind scoreKind(std::string_view word);

/// images [N,C,H,W] as the model takes them: real numbers already normalised, or uint8, divided by
/// 255; labels [N]. Computed in the model's precision. Throws Error{BadInput}: shapes that
/// disagree, a label out of range, no finite score.
[[nodiscard]] std::vector<double> scores(ScoreKind kind,
                                         const models::Model& model,
                                         const store::Array& images,
                                         std::span<const std::int64_t> labels,
                                         const jobs::JobContext& job);

/// GraNd of every sample of a split. Reports progress as "grand". Throws Cancelled.
[[nodiscard]] std::vector<double> lossGradientNorms(const models::Model& model,
                                                    const ImageSource& source,
                                                    const jobs::JobContext& job);

}  // namespace winnow::train
