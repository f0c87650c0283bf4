// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/select/kernel_columns.h"

#include <cstdint>
#include <vector>

/// Farthest point clustering (methods/lpntk.md, section 4.2; lpNTK paper, Algorithm 3). float or
/// double.
namespace winnow::select {

struct FpcOptions {
    std::int64_t centroids = 1;  ///< M >= 1
    /// Clusters by the cosine kappa_ij / sqrt(kappa_ii kappa_jj) instead of kappa. Not in the
    /// paper.
    bool cosine = false;
};

template <typename T>
struct FpcResult {
    std::vector<std::int64_t> centroids;   ///< [clusters] members, in order of creation
    std::vector<std::int64_t> assignment;  ///< [n] position of the member's cluster in that order
    std::vector<std::int64_t> sizes;       ///< [clusters], the centroid counted
    std::vector<T> own;  ///< [n] kappa to the own centroid; of a centroid, kappa_ii (cosine: 1)
};

/// The first centroid has the largest kappa_ii. Each next one is the candidate with the smallest
/// kappa to its own centroid (ties: earliest-created cluster, then lowest index); every candidate
/// that it attracts strictly more than its own centroid does moves to it. Stops early when nobody
/// is left to become a centroid. O(n M) kernel entries, memory O(n) and two requests' columns; the
/// columns of the next best candidates are asked for together, as many as columns.batch() says.
/// More centroids than members: n singletons and a warning. Throws Error{BadInput}: M < 1, a
/// diagonal or column that is not finite; Cancelled.
template <typename T>
[[nodiscard]] FpcResult<T> farthestPointClusters(BasicKernelColumns<T>& columns,
                                                 const FpcOptions& options,
                                                 const jobs::JobContext& job);

/// M from a share: max(1, floor(share n)).
[[nodiscard]] std::int64_t centroidsFromShare(double share, std::int64_t samples);

}  // namespace winnow::select
