// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::select {

/// The members that may still become centroids: for each its cluster and kappa to that cluster's
/// centroid. float or double. O(n) memory; a step is one pass over a column.
template <typename T>
class FpcCandidates {
public:
    /// All n members in one cluster, 0, of centroid `first`.
    FpcCandidates(std::int64_t n, std::int64_t first);

    /// Moves every candidate that `column` [n] attracts strictly more to `cluster`; in the same
    /// pass finds the smallest value left. False when the column holds a NaN or infinity.
    [[nodiscard]] bool attract(std::span<const T> column, std::int32_t cluster);
    /// The candidate with the smallest value; ties: lowest cluster, then lowest index. -1 when none
    /// is left.
    [[nodiscard]] std::int64_t farthest() const;
    /// Up to `count` candidates of smallest value, in no particular order. O(n).
    [[nodiscard]] std::vector<std::int64_t> farthest(std::int64_t count) const;
    /// Makes a candidate the centroid of `cluster`.
    void promote(std::int64_t member, std::int32_t cluster);

    [[nodiscard]] std::span<const T> own() const { return m_own; }  ///< infinity for centroids
    [[nodiscard]] std::span<const std::int32_t> cluster() const { return m_cluster; }

private:
    void refreshChunk(std::int64_t chunk);

    std::vector<T> m_own;
    std::vector<std::int32_t> m_cluster;
    std::vector<T> m_chunkMinimum;
};

}  // namespace winnow::select
