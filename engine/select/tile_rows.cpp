// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_rows.h"

#include "engine/select/candidates.h"
#include "engine/select/wide_variants.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace winnow::select {
namespace {

constexpr std::int64_t kChunk = 32;

/// Comparisons and integer sums only: no order of additions to keep, so the compiler may use
/// vectors.
WINNOW_WIDE_VARIANTS
RowCounts countRelations(const float* __restrict kappa,
                         const float* __restrict scaled,
                         std::int64_t count,
                         float rowScaled) {
    RowCounts counts;
    std::int32_t broken = 0;
    for (std::int64_t c = 0; c < count; ++c) {
        const float value = kappa[c];
        const float relation = std::max(rowScaled, scaled[c]);
        counts.positive += value > 0 ? 1 : 0;
        counts.interchangeable += value >= relation ? 1 : 0;
        counts.contradictory += value <= -relation ? 1 : 0;
        broken |= std::fabs(value) <= std::numeric_limits<float>::max() ? 0 : 1;
    }
    counts.finite = broken == 0;
    return counts;
}

}  // namespace

RowCounts scanRow(const float* kappa,
                  std::int64_t count,
                  std::int64_t first,
                  const ColumnSide& columns,
                  const RowSide& row,
                  RowCandidates& found) {
    found.top.clear();
    found.bottom.clear();
    found.unrelated.clear();
    const std::span<const float> values(kappa, static_cast<std::size_t>(count));
    collectAbove(values, row.top, first, found.top);
    collectBelow(values, row.bottom, first, found.bottom);
    collectUnrelated(
        values, columns.inverseNorm, row.inverseNorm, row.unrelated, first, found.unrelated);
    return countRelations(kappa, columns.scaled, count, row.scaled);
}

WINNOW_WIDE_VARIANTS
double sumOf(const float* kappa, std::int64_t count) {
    std::array<double, 16> lanes{};
    const auto width = std::ssize(lanes);
    std::int64_t c = 0;
    for (; c + width <= count; c += width)
        for (std::int64_t lane = 0; lane < width; ++lane)
            lanes[static_cast<std::size_t>(lane)] += static_cast<double>(kappa[c + lane]);
    for (; c < count; ++c) lanes[0] += static_cast<double>(kappa[c]);
    return std::accumulate(lanes.begin(), lanes.end(), 0.0);
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
