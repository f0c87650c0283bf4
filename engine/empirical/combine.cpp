// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/combine.h"

#include <algorithm>
#include <array>
#include <numeric>

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define WINNOW_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WINNOW_CLONES
#endif

namespace winnow::empirical {
namespace {

constexpr std::int64_t kSumsAtATime = 512;  // 4 KiB of sums: stays in the first-level cache

WINNOW_CLONES void addWide(double* sums, const double* wide, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) sums[i] += wide[i];
}

WINNOW_CLONES void addPlain(double* sums, const float* plain, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) sums[i] += static_cast<double>(plain[i]);
}

WINNOW_CLONES void addOuter(double* sums, const float* a, const float* g, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i)
        sums[i] += static_cast<double>(a[i]) * static_cast<double>(g[i]);
}

WINNOW_CLONES void rounded(float* out, const double* sums, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) out[i] = static_cast<float>(sums[i]);
}

constexpr std::size_t kLanes = 16;

WINNOW_CLONES void addSquares(double* lanes, const float* values, std::size_t n) {
    for (std::size_t i = 0; i + kLanes <= n; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            lanes[lane] +=
                static_cast<double>(values[i + lane]) * static_cast<double>(values[i + lane]);
}

}  // namespace

double sumOfSquares(std::span<const float> values) {
    std::array<double, kLanes> lanes{};
    addSquares(lanes.data(), values.data(), values.size());
    for (std::size_t i = values.size() - values.size() % kLanes; i < values.size(); ++i)
        lanes[0] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    return std::accumulate(lanes.begin(), lanes.end(), 0.0);
}

void combineShares(const Shares& shares,
                   std::span<float> out,
                   std::int64_t begin,
                   std::int64_t end) {
    std::array<double, kSumsAtATime> sums{};
    for (std::int64_t at = begin; at < end; at += kSumsAtATime) {
        const std::int64_t n = std::min(kSumsAtATime, end - at);
        std::fill_n(sums.begin(), n, 0.0);
        for (const double* wide : shares.wide) addWide(sums.data(), wide + at, n);
        for (const float* plain : shares.plain) addPlain(sums.data(), plain + at, n);
        for (const auto& [a, g] : shares.outer) addOuter(sums.data(), a + at, g + at, n);
        rounded(out.data() + at, sums.data(), n);
    }
}

}  // namespace winnow::empirical
