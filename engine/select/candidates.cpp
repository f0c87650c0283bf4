// SPDX-License-Identifier: Apache-2.0
#include "engine/select/candidates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace winnow::select {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// One rule for all three lists: how a key comes from the value in column c, one at a time and
/// (below) eight at a time, with the same rounding.
struct Above {
    const float* kappa;
    float operator()(std::int64_t c) const { return kappa[c]; }
};

struct Below {
    const float* kappa;
    float operator()(std::int64_t c) const { return -kappa[c]; }
};

struct Unrelated {
    const float* kappa;
    const float* columnInverse;
    float rowInverse;
    float operator()(std::int64_t c) const {
        return -(std::fabs(kappa[c]) * (rowInverse * columnInverse[c]));
    }
};

template <typename Key>
void collectPlain(const Key& key,
                  std::int64_t begin,
                  std::int64_t end,
                  float limit,
                  std::int64_t first,
                  std::vector<Partner>& found) {
    for (std::int64_t c = begin; c < end; ++c) {
        const float k = key(c);
        if (k > limit) found.push_back({k, static_cast<std::int32_t>(first + c)});
    }
}

#if defined(__x86_64__)
#define WINNOW_AVX2 __attribute__((target("avx2")))

constexpr std::int64_t kLanes = 8;
constexpr int kBisections = 24;
constexpr std::int64_t kManyTimes = 2;  // the list's length: below, looking for a limit costs more

WINNOW_AVX2 inline __m256 eight(const Above& key, std::int64_t c) {
    return _mm256_loadu_ps(key.kappa + c);
}

WINNOW_AVX2 inline __m256 eight(const Below& key, std::int64_t c) {
    return _mm256_xor_ps(_mm256_set1_ps(-0.0F), _mm256_loadu_ps(key.kappa + c));
}

WINNOW_AVX2 inline __m256 eight(const Unrelated& key, std::int64_t c) {
    const __m256 norms =
        _mm256_mul_ps(_mm256_set1_ps(key.rowInverse), _mm256_loadu_ps(key.columnInverse + c));
    const __m256 size = _mm256_andnot_ps(_mm256_set1_ps(-0.0F), _mm256_loadu_ps(key.kappa + c));
    return _mm256_xor_ps(_mm256_set1_ps(-0.0F), _mm256_mul_ps(size, norms));
}

template <typename Key>
WINNOW_AVX2 std::int64_t collectEights(const Key& key,
                                       std::int64_t count,
                                       float limit,
                                       std::int64_t first,
                                       std::vector<Partner>& found) {
    const __m256 least = _mm256_set1_ps(limit);
    std::int64_t c = 0;
    for (; c + kLanes <= count; c += kLanes) {
        const __m256 above = _mm256_cmp_ps(eight(key, c), least, _CMP_GT_OQ);
        for (auto hits = static_cast<unsigned>(_mm256_movemask_ps(above)); hits != 0;
             hits &= hits - 1) {
            const std::int64_t hit = c + std::countr_zero(hits);
            found.push_back({key(hit), static_cast<std::int32_t>(first + hit)});
        }
    }
    return c;
}

template <typename Key>
WINNOW_AVX2 std::int64_t countAbove(const Key& key, std::int64_t count, float limit) {
    const __m256 least = _mm256_set1_ps(limit);
    __m256i above = _mm256_setzero_si256();
    for (std::int64_t c = 0; c + kLanes <= count; c += kLanes)
        above = _mm256_sub_epi32(
            above, _mm256_castps_si256(_mm256_cmp_ps(eight(key, c), least, _CMP_GT_OQ)));
    alignas(32) std::array<std::int32_t, kLanes> lanes{};
    _mm256_store_si256(reinterpret_cast<__m256i*>(lanes.data()), above);
    return std::accumulate(lanes.begin(), lanes.end(), std::int64_t{0});
}

/// A key that at least `wanted` of the row's keys exceed, and as a rule few more than that;
/// -infinity where none is found. By bisection between the smallest and the largest key.
template <typename Key>
WINNOW_AVX2 float limitOfBest(const Key& key, std::int64_t count, std::int64_t wanted) {
    __m256 smallest = _mm256_set1_ps(kInfinity);
    __m256 largest = _mm256_set1_ps(-kInfinity);
    for (std::int64_t c = 0; c + kLanes <= count; c += kLanes) {
        smallest = _mm256_min_ps(eight(key, c), smallest);  // NaN leaves the second operand
        largest = _mm256_max_ps(eight(key, c), largest);
    }
    alignas(32) std::array<float, 2 * kLanes> ends{};
    _mm256_store_ps(ends.data(), smallest);
    _mm256_store_ps(ends.data() + kLanes, largest);
    float low = *std::min_element(ends.begin(), ends.begin() + kLanes);
    float high = *std::max_element(ends.begin() + kLanes, ends.end());
    float best = -kInfinity;
    for (int step = 0; step < kBisections; ++step) {
        const float middle = low + (high - low) / 2;
        const std::int64_t above = countAbove(key, count, middle);
        if (above < wanted) {
            high = middle;
            continue;
        }
        best = low = middle;
        if (above <= wanted + wanted / 2) break;
    }
    return best;
}
#endif

template <typename Key>
void collect(const Key& key,
             std::int64_t count,
             const Entry& entry,
             std::int64_t first,
             std::vector<Partner>& found) {
    float limit = entry.limit;
    std::int64_t done = 0;
#if defined(__x86_64__)
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) {
        if (limit == -kInfinity && count > kManyTimes * entry.wanted)
            limit = limitOfBest(key, count, entry.wanted);
        done = collectEights(key, count, limit, first, found);
    }
#endif
    collectPlain(key, done, count, limit, first, found);
}

}  // namespace

void collectAbove(std::span<const float> kappa,
                  const Entry& entry,
                  std::int64_t first,
                  std::vector<Partner>& found) {
    collect(Above{kappa.data()}, std::ssize(kappa), entry, first, found);
}

void collectBelow(std::span<const float> kappa,
                  const Entry& entry,
                  std::int64_t first,
                  std::vector<Partner>& found) {
    collect(Below{kappa.data()}, std::ssize(kappa), entry, first, found);
}

void collectUnrelated(std::span<const float> kappa,
                      const float* columnInverse,
                      float rowInverse,
                      const Entry& entry,
                      std::int64_t first,
                      std::vector<Partner>& found) {
    collect(
        Unrelated{kappa.data(), columnInverse, rowInverse}, std::ssize(kappa), entry, first, found);
}

}  // namespace winnow::select
