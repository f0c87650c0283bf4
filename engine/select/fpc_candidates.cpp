// SPDX-License-Identifier: Apache-2.0
#include "engine/select/fpc_candidates.h"

#include "engine/select/wide_variants.h"
#include "engine/store/index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::select {
namespace {

constexpr std::int64_t kChunk = 1024;
/// Independent minima, so that the compiler may keep them in one or two vector registers.
constexpr std::int64_t kLanes = 16;

template <typename T>
struct ChunkOutcome {
    T minimum = std::numeric_limits<T>::infinity();
    bool finite = true;
};

/// A centroid's own is infinity: no column value exceeds it, and it is never the minimum.
template <typename T>
inline ChunkOutcome<T> attractChunk(const T* __restrict column,
                                    T* __restrict own,
                                    std::int32_t* __restrict cluster,
                                    std::int64_t count,
                                    std::int32_t newCluster) {
    std::array<T, kLanes> lanes;
    lanes.fill(std::numeric_limits<T>::infinity());
    std::array<T, kLanes> magnitude{};
    const auto step = [&](std::int64_t i, std::int64_t lane) {
        const T value = column[i];
        const T before = own[i];
        const bool moves = value > before;
        const T after = moves ? value : before;
        own[i] = after;
        cluster[i] = moves ? newCluster : cluster[i];
        lanes[at(lane)] = after < lanes[at(lane)] ? after : lanes[at(lane)];
        // value * 0 is 0 for every finite value and NaN for all others; a NaN stays in the sum.
        magnitude[at(lane)] += value * T(0);
    };
    std::int64_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::int64_t lane = 0; lane < kLanes; ++lane) step(i + lane, lane);
    }
    for (; i < count; ++i) step(i, 0);
    const T sum = std::accumulate(magnitude.begin(), magnitude.end(), T(0));
    return {*std::ranges::min_element(lanes), sum == T(0)};
}

template <typename T>
inline bool attractAll(std::span<const T> column,
                       T* own,
                       std::int32_t* cluster,
                       std::int32_t newCluster,
                       std::span<T> minima) {
    const std::int64_t n = std::ssize(column);
    bool finite = true;
    for (std::int64_t c = 0; c < std::ssize(minima); ++c) {
        const std::int64_t begin = c * kChunk;
        const auto outcome = attractChunk(column.data() + begin,
                                          own + begin,
                                          cluster + begin,
                                          std::min(kChunk, n - begin),
                                          newCluster);
        minima[at(c)] = outcome.minimum;
        finite = finite && outcome.finite;
    }
    return finite;
}

WINNOW_WIDE_VARIANTS
bool attractWide(std::span<const float> column,
                 float* own,
                 std::int32_t* cluster,
                 std::int32_t newCluster,
                 std::span<float> minima) {
    return attractAll(column, own, cluster, newCluster, minima);
}

WINNOW_WIDE_VARIANTS
bool attractWide(std::span<const double> column,
                 double* own,
                 std::int32_t* cluster,
                 std::int32_t newCluster,
                 std::span<double> minima) {
    return attractAll(column, own, cluster, newCluster, minima);
}

}  // namespace

template <typename T>
FpcCandidates<T>::FpcCandidates(std::int64_t n, std::int64_t first)
    : m_own(at(n), -std::numeric_limits<T>::infinity()),
      m_cluster(at(n), 0),
      m_chunkMinimum(at((n + kChunk - 1) / kChunk), -std::numeric_limits<T>::infinity()) {
    promote(first, 0);
}

template <typename T>
bool FpcCandidates<T>::attract(std::span<const T> column, std::int32_t cluster) {
    return attractWide(column, m_own.data(), m_cluster.data(), cluster, m_chunkMinimum);
}

template <typename T>
std::int64_t FpcCandidates<T>::farthest() const {
    const T smallest = *std::ranges::min_element(m_chunkMinimum);
    if (smallest == std::numeric_limits<T>::infinity()) return -1;
    std::int64_t found = -1;
    for (std::int64_t c = 0; c < std::ssize(m_chunkMinimum); ++c) {
        if (m_chunkMinimum[at(c)] != smallest) continue;
        const std::int64_t end = std::min<std::int64_t>((c + 1) * kChunk, std::ssize(m_own));
        for (std::int64_t i = c * kChunk; i < end; ++i) {
            if (m_own[at(i)] != smallest) continue;
            if (found < 0 || m_cluster[at(i)] < m_cluster[at(found)]) found = i;
        }
    }
    return found;
}

template <typename T>
std::vector<std::int64_t> FpcCandidates<T>::farthest(std::int64_t count) const {
    std::vector<std::int64_t> members(m_own.size());
    std::iota(members.begin(), members.end(), std::int64_t{0});
    std::erase_if(members, [&](std::int64_t i) {
        return m_own[at(i)] == std::numeric_limits<T>::infinity();
    });
    if (std::ssize(members) <= count) return members;
    std::nth_element(members.begin(),
                     members.begin() + count,
                     members.end(),
                     [&](std::int64_t a, std::int64_t b) {
                         return m_own[at(a)] < m_own[at(b)] ||
                                (m_own[at(a)] == m_own[at(b)] && a < b);
                     });
    members.resize(at(count));
    return members;
}

template <typename T>
void FpcCandidates<T>::promote(std::int64_t member, std::int32_t cluster) {
    m_own[at(member)] = std::numeric_limits<T>::infinity();
    m_cluster[at(member)] = cluster;
    refreshChunk(member / kChunk);
}

template <typename T>
void FpcCandidates<T>::refreshChunk(std::int64_t chunk) {
    const auto begin = m_own.begin() + chunk * kChunk;
    const auto size = std::min<std::int64_t>(kChunk, m_own.end() - begin);
    m_chunkMinimum[at(chunk)] = *std::min_element(begin, begin + size);
}

template class FpcCandidates<float>;
template class FpcCandidates<double>;

}  // namespace winnow::select
