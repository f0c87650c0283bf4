// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_rows.h"

#include "engine/select/wide_variants.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::select {
namespace {

constexpr std::int64_t kChunk = 32;

struct Hits {
    std::int32_t top = 0, bottom = 0, unrelated = 0;
};

inline float unrelatedKey(float kappa, float rowInverse, float columnInverse) {
    return -(std::fabs(kappa) * (rowInverse * columnInverse));
}

/// Comparisons and integer sums only: no order of additions to keep, so the compiler may use
/// vectors.
inline Hits scanChunk(const float* __restrict kappa,
                      const float* __restrict scaled,
                      const float* __restrict inverse,
                      std::int64_t count,
                      const RowSide& row,
                      RowCounts& counts) {
    Hits hits;
    std::int32_t positive = 0, same = 0, opposed = 0, broken = 0;
    for (std::int64_t c = 0; c < count; ++c) {
        const float value = kappa[c];
        const float relation = std::max(row.scaled, scaled[c]);
        hits.top |= value > row.top ? 1 : 0;
        hits.bottom |= -value > row.bottom ? 1 : 0;
        hits.unrelated |= unrelatedKey(value, row.inverseNorm, inverse[c]) > row.unrelated ? 1 : 0;
        positive += value > 0 ? 1 : 0;
        same += value >= relation ? 1 : 0;
        opposed += value <= -relation ? 1 : 0;
        broken |= std::fabs(value) <= std::numeric_limits<float>::max() ? 0 : 1;
    }
    counts.positive += positive;
    counts.interchangeable += same;
    counts.contradictory += opposed;
    counts.finite = counts.finite && broken == 0;
    return hits;
}

/// Without a branch per element: each is written, and the next overwrites it unless it was one.
template <typename Key>
inline void collect(std::vector<Partner>& found,
                    std::int64_t begin,
                    std::int64_t end,
                    float limit,
                    std::int64_t first,
                    Key key) {
    const std::size_t before = found.size();
    found.resize(before + static_cast<std::size_t>(kChunk));
    Partner* const out = found.data() + before;
    std::size_t taken = 0;
    for (std::int64_t c = begin; c < end; ++c) {
        const float k = key(c);
        out[taken] = {k, static_cast<std::int32_t>(first + c)};
        taken += k > limit ? 1 : 0;
    }
    found.resize(before + taken);
}

}  // namespace

WINNOW_WIDE_VARIANTS
RowCounts scanRow(const float* kappa,
                  std::int64_t count,
                  std::int64_t first,
                  const ColumnSide& columns,
                  const RowSide& row,
                  RowCandidates& found) {
    RowCounts counts;
    for (std::int64_t begin = 0; begin < count; begin += kChunk) {
        const std::int64_t end = std::min(count, begin + kChunk);
        const Hits hits = scanChunk(kappa + begin,
                                    columns.scaled + begin,
                                    columns.inverseNorm + begin,
                                    end - begin,
                                    row,
                                    counts);
        if (hits.top != 0) {
            collect(found.top, begin, end, row.top, first, [&](auto c) { return kappa[c]; });
        }
        if (hits.bottom != 0) {
            collect(found.bottom, begin, end, row.bottom, first, [&](auto c) { return -kappa[c]; });
        }
        if (hits.unrelated != 0) {
            collect(found.unrelated, begin, end, row.unrelated, first, [&](auto c) {
                return unrelatedKey(kappa[c], row.inverseNorm, columns.inverseNorm[c]);
            });
        }
    }
    return counts;
}

void addClassSums(const float* kappa,
                  std::int64_t count,
                  const std::int32_t* label,
                  std::int64_t classes,
                  std::span<double> sums) {
    double* const lane0 = sums.data();
    double* const lane1 = lane0 + classes;
    double* const lane2 = lane1 + classes;
    double* const lane3 = lane2 + classes;
    std::int64_t c = 0;
    for (; c + kSumLanes <= count; c += kSumLanes) {
        lane0[label[c]] += static_cast<double>(kappa[c]);
        lane1[label[c + 1]] += static_cast<double>(kappa[c + 1]);
        lane2[label[c + 2]] += static_cast<double>(kappa[c + 2]);
        lane3[label[c + 3]] += static_cast<double>(kappa[c + 3]);
    }
    for (; c < count; ++c) lane0[label[c]] += static_cast<double>(kappa[c]);
}

WINNOW_WIDE_VARIANTS
void countBins(const float* kappa,
               std::int64_t count,
               const std::int32_t* label,
               std::int32_t rowLabel,
               std::int32_t bins,
               float scale,
               std::span<std::int64_t> table) {
    const std::int32_t half = bins / 2;
    std::array<std::int32_t, kChunk> slot{};
    for (std::int64_t begin = 0; begin < count; begin += kChunk) {
        const std::int64_t size = std::min(kChunk, count - begin);
        const float* __restrict values = kappa + begin;
        const std::int32_t* __restrict labels = label + begin;
        std::int32_t* __restrict slots = slot.data();
        for (std::int64_t c = 0; c < size; ++c) {
            const auto step = static_cast<std::int32_t>(
                std::min(std::sqrt(std::fabs(values[c]) * scale), static_cast<float>(half - 1)));
            const std::int32_t bin = values[c] < 0 ? half - 1 - step : half + step;
            slots[c] = bin + (labels[c] == rowLabel ? 0 : bins);
        }
        for (std::int64_t c = 0; c < size; ++c) ++table[static_cast<std::size_t>(slots[c])];
    }
}

}  // namespace winnow::select
