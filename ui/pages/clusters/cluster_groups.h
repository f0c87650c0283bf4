// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

struct ClusterArrays;

/// Clusters of one class, the largest first; equals in the order of creation. label -1: of all.
[[nodiscard]] std::vector<std::int64_t> clustersOf(const ClusterArrays& arrays, std::int64_t label);

/// Clusters of `low` to `high` members.
struct SizeBin {
    std::int64_t low = 1, high = 1;
    std::vector<std::int64_t> clusters;
};

/// How many clusters there are of each size: 1 to 8 by themselves, then 9-16, 17-32, ... up to the
/// largest; bins between without a cluster are there too. Empty without clusters.
[[nodiscard]] std::vector<SizeBin> sizeBins(std::span<const std::int64_t> clusters,
                                            const ClusterArrays& arrays);

/// The ends of a class (lpNTK paper, Fig. 7-15): its largest cluster and all others.
struct HeadTail {
    std::int64_t head = -1;  ///< cluster; -1: the class has none
    std::vector<std::int64_t>
        headSamples;  ///< ids: the centroid first, then by kappa to it, falling
    std::vector<std::int64_t> tailSamples;      ///< ids: smallest clusters first, each as the head
    std::int64_t tailClusters = 0, loners = 0;  ///< clusters in the tail, those of one member
};
[[nodiscard]] HeadTail headTail(const ClusterArrays& arrays, std::int64_t label);

}  // namespace winnow::ui
