// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <span>
#include <vector>

/// Herding: samples that stand for their class in feature space (methods/dataset-pruning.md,
/// section 6). A higher score stays longer.
namespace winnow::select {

/// n samples of p features.
struct FeatureRows {
    std::span<const double> features;      ///< [n, p]
    std::span<const std::int64_t> labels;  ///< [n], 0..classes-1
    std::int64_t classes = 0;
};

/// [n] minus the distance to the mean of the sample's own class: the dataset pruning paper's words,
/// "closest to the class centre". O(np). Throws Error{BadInput}: counts that disagree, a label out
/// of range.
[[nodiscard]] std::vector<double> centreScores(const FeatureRows& rows);

/// [n] by Welling's greedy matching ("Herding Dynamical Weights to Learn", ICML 2009): after t
/// picks of a class of mean mu the next is argmin ||(t+1) mu - sum of picks - h||, the lowest index
/// of equals. The pick of rank r in a class of m has the score (m - r) / m, so a share of all
/// samples is about that share of every class. O(sum over classes of m^2 p), classes in parallel.
/// Throws as centreScores(), and Cancelled.
[[nodiscard]] std::vector<double> matchingScores(const FeatureRows& rows,
                                                 unsigned threads,
                                                 const jobs::JobContext& job);

}  // namespace winnow::select
