// SPDX-License-Identifier: Apache-2.0
#include "engine/select/fpc.h"

#include "engine/select/column_block.h"
#include "engine/select/fpc_candidates.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace winnow::select {
namespace {

/// 1/sqrt kappa_ii; 0 where there is no gradient, so that such a sample has cosine 0 with
/// everybody.
template <typename T>
std::vector<T> inverseNorms(std::span<const T> diagonal) {
    std::vector<T> inverse;
    for (const T own : diagonal) inverse.push_back(own > 0 ? T(1) / std::sqrt(own) : T(0));
    return inverse;
}

template <typename T>
void requireFiniteDiagonal(std::span<const T> diagonal) {
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
        if (std::isfinite(diagonal[i])) continue;
        throw badInput("the kernel of sample " + std::to_string(i) +
                       " with itself is not a finite number; clusters need a finite kernel");
    }
}

/// The columns as the clustering compares them: as they are, or divided by both norms.
template <typename T>
class ComparedColumns {
public:
    ComparedColumns(BasicKernelColumns<T>& columns, bool cosine) : m_block(columns) {
        if (!cosine) return;
        m_inverse = inverseNorms(columns.diagonal());
        m_scaled.resize(m_inverse.size());
    }
    /// The diagonal in the same measure.
    [[nodiscard]] T own(std::int64_t member, std::span<const T> diagonal) const {
        if (m_inverse.empty()) return diagonal[at(member)];
        return diagonal[at(member)] > 0 ? T(1) : T(0);
    }
    [[nodiscard]] std::span<const T> column(std::int64_t member,
                                            const FpcCandidates<T>& candidates) {
        const bool asTheyAre = m_inverse.empty();
        const std::span<const T> plain = m_block.column(member, candidates, asTheyAre);
        if (asTheyAre) return plain;
        const T norm = m_inverse[at(member)];
        for (std::size_t i = 0; i < plain.size(); ++i)
            m_scaled[i] = plain[i] * (norm * m_inverse[i]);
        return m_scaled;
    }

private:
    ColumnBlock<T> m_block;
    std::vector<T> m_inverse;
    std::vector<T> m_scaled;
};

template <typename T>
void requireColumn(bool finite, std::int64_t member, std::span<const T> column) {
    if (finite) return;
    const auto broken = std::ranges::find_if(column, [](T value) { return !std::isfinite(value); });
    throw badInput("the kernel of samples " + std::to_string(member) + " and " +
                   std::to_string(broken - column.begin()) +
                   " is not a finite number; clusters need a finite kernel");
}

template <typename T>
std::int64_t firstCentroid(const ComparedColumns<T>& columns, std::span<const T> diagonal) {
    std::int64_t first = 0;
    for (std::int64_t i = 1; i < std::ssize(diagonal); ++i) {
        if (columns.own(i, diagonal) > columns.own(first, diagonal)) first = i;
    }
    return first;
}

template <typename T>
FpcResult<T> finished(std::vector<std::int64_t> centroids,
                      const FpcCandidates<T>& candidates,
                      const ComparedColumns<T>& columns,
                      std::span<const T> diagonal) {
    FpcResult<T> result;
    result.centroids = std::move(centroids);
    result.assignment.assign(candidates.cluster().begin(), candidates.cluster().end());
    result.own.assign(candidates.own().begin(), candidates.own().end());
    result.sizes.resize(result.centroids.size());
    for (const std::int64_t cluster : result.assignment) ++result.sizes[at(cluster)];
    for (const std::int64_t centroid : result.centroids) {
        result.own[at(centroid)] = columns.own(centroid, diagonal);
    }
    return result;
}

}  // namespace

template <typename T>
FpcResult<T> farthestPointClusters(BasicKernelColumns<T>& columns,
                                   const FpcOptions& options,
                                   const jobs::JobContext& job) {
    if (options.centroids < 1) {
        throw badInput("the number of centroids is " + std::to_string(options.centroids) +
                       "; give at least 1");
    }
    const std::int64_t n = columns.size();
    if (n == 0) return {};
    const std::span<const T> diagonal = columns.diagonal();
    requireFiniteDiagonal(diagonal);
    if (options.centroids >= n && n > 1) {
        job.report.warning("there are " + std::to_string(options.centroids) + " centroids for " +
                           std::to_string(n) + " samples, so each sample is a cluster of its own");
    }
    const std::int64_t wanted = std::min(options.centroids, n);
    ComparedColumns<T> compared(columns, options.cosine);
    std::vector<std::int64_t> centroids{firstCentroid(compared, diagonal)};
    FpcCandidates<T> candidates(n, centroids.front());
    for (std::int64_t next = centroids.front();;) {
        const std::span<const T> column = compared.column(next, candidates);
        const auto cluster = static_cast<std::int32_t>(centroids.size() - 1);
        requireColumn(candidates.attract(column, cluster), next, column);
        job.report.progress("clustering", std::ssize(centroids), wanted);
        job.throwIfCancelled();
        if (std::ssize(centroids) == wanted) break;
        next = candidates.farthest();
        if (next < 0) break;
        candidates.promote(next, static_cast<std::int32_t>(centroids.size()));
        centroids.push_back(next);
    }
    return finished(std::move(centroids), candidates, compared, diagonal);
}

std::int64_t centroidsFromShare(double share, std::int64_t samples) {
    // 0.1 of 30 is 3, although 0.1 * 30 may round to just below it.
    const double product = share * static_cast<double>(samples);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(product * (1 + 1e-12))));
}

template FpcResult<float> farthestPointClusters(BasicKernelColumns<float>&,
                                                const FpcOptions&,
                                                const jobs::JobContext&);
template FpcResult<double> farthestPointClusters(BasicKernelColumns<double>&,
                                                 const FpcOptions&,
                                                 const jobs::JobContext&);

}  // namespace winnow::select
