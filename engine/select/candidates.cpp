// SPDX-License-Identifier: Apache-2.0
#include "engine/select/candidates.h"

#include <bit>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace winnow::select {
namespace {

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
#endif

template <typename Key>
void collect(const Key& key,
             std::int64_t count,
             float limit,
             std::int64_t first,
             std::vector<Partner>& found) {
    std::int64_t done = 0;
#if defined(__x86_64__)
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) done = collectEights(key, count, limit, first, found);
#endif
    collectPlain(key, done, count, limit, first, found);
}

}  // namespace

void collectAbove(std::span<const float> kappa,
                  float limit,
                  std::int64_t first,
                  std::vector<Partner>& found) {
    collect(Above{kappa.data()}, std::ssize(kappa), limit, first, found);
}

void collectBelow(std::span<const float> kappa,
                  float limit,
                  std::int64_t first,
                  std::vector<Partner>& found) {
    collect(Below{kappa.data()}, std::ssize(kappa), -limit, first, found);
}

void collectUnrelated(std::span<const float> kappa,
                      const float* columnInverse,
                      float rowInverse,
                      float limit,
                      std::int64_t first,
                      std::vector<Partner>& found) {
    collect(
        Unrelated{kappa.data(), columnInverse, rowInverse}, std::ssize(kappa), limit, first, found);
}

}  // namespace winnow::select
