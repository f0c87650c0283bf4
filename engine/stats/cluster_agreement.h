// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::stats {

/// A clustering of N things.
struct Clustering {
    std::span<const std::int64_t> assignment;  ///< [N] cluster 0..M-1, -1: not clustered
    std::span<const std::int64_t> sizes;       ///< [M] members of each
};

/// How much two clusterings of the same things agree, over those that both cluster.
struct ClusterAgreement {
    std::int64_t samples = 0;        ///< clustered by both
    double adjustedRand = 0;         ///< stats::adjustedRand
    double sizeRankCorrelation = 0;  ///< Spearman of the size of each one's own cluster in either
    double headOverlap = 0;          ///< Jaccard of the two head clusters
};

/// [classes + 1]: of the things of each class, then of all; labels [N] in 0..classes-1. The head
/// cluster of a class is the one that holds most of its things that both cluster (the lowest number
/// of equals), and its overlap counts those alone. Of all things the head overlap is the mean of
/// the classes that have one. NaN where a figure is not defined: no common things, sizes that do
/// not vary. Throws Error{BadInput} where the lengths differ. O(N log N).
[[nodiscard]] std::vector<ClusterAgreement> compareClusterings(const Clustering& a,
                                                               const Clustering& b,
                                                               std::span<const std::int64_t> labels,
                                                               std::int64_t classes);

}  // namespace winnow::stats
