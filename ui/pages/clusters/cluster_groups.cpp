// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/cluster_groups.h"

#include "ui/models/cluster_model.h"
#include "ui/session/arrays.h"

#include <algorithm>
#include <ranges>

namespace winnow::ui {
namespace {

constexpr std::int64_t kSingleSizes = 8;  // sizes that have a bin each

std::int64_t highOfNext(std::int64_t low) { return low <= kSingleSizes ? low : 2 * (low - 1); }

/// By cluster number; sorted where they are members of these clusters.
std::vector<std::vector<std::int64_t>> membersOf(const std::vector<std::int64_t>& clusters,
                                                 const ClusterArrays& arrays) {
    std::vector<std::vector<std::int64_t>> members(static_cast<std::size_t>(arrays.sizes.size()));
    for (std::int64_t id = 0; id < arrays.assignment.size(); ++id)
        if (const std::int64_t cluster = arrays.assignment[id]; cluster >= 0)
            members.at(static_cast<std::size_t>(cluster)).push_back(id);
    for (const std::int64_t each : clusters)
        sortMembers(members[static_cast<std::size_t>(each)], arrays, each);
    return members;
}

}  // namespace

std::vector<std::int64_t> clustersOf(const ClusterArrays& arrays, std::int64_t label) {
    std::vector<std::int64_t> clusters;
    for (std::int64_t each = 0; each < arrays.sizes.size(); ++each)
        if (label < 0 || arrays.clusterClass[each] == label) clusters.push_back(each);
    std::ranges::stable_sort(
        clusters, std::ranges::greater{}, [&](std::int64_t each) { return arrays.sizes[each]; });
    return clusters;
}

std::vector<SizeBin> sizeBins(std::span<const std::int64_t> clusters, const ClusterArrays& arrays) {
    std::vector<SizeBin> bins;
    std::int64_t largest = 0;
    for (const std::int64_t each : clusters) largest = std::max(largest, arrays.sizes[each]);
    for (std::int64_t low = 1; low <= largest; low = bins.back().high + 1)
        bins.push_back({low, highOfNext(low), {}});
    for (const std::int64_t each : clusters)
        std::ranges::find_if(bins, [&](const SizeBin& bin) {
            return arrays.sizes[each] <= bin.high;
        })->clusters.push_back(each);
    return bins;
}

HeadTail headTail(const ClusterArrays& arrays, std::int64_t label) {
    const std::vector<std::int64_t> clusters = clustersOf(arrays, label);
    HeadTail result;
    if (clusters.empty()) return result;
    const auto members = membersOf(clusters, arrays);
    result.head = clusters.front();
    result.headSamples = members[static_cast<std::size_t>(result.head)];
    for (const std::int64_t each : clusters | std::views::drop(1) | std::views::reverse) {
        const auto& those = members[static_cast<std::size_t>(each)];
        result.tailSamples.insert(result.tailSamples.end(), those.begin(), those.end());
        ++result.tailClusters;
        result.loners += those.size() == 1 ? 1 : 0;
    }
    return result;
}

}  // namespace winnow::ui
