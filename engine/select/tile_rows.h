// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/partner_lists.h"

#include <cstdint>
#include <span>
#include <vector>

/// The inner loops over one row of a tile: no state, no threads, written to be vectorised by the
/// compiler.
namespace winnow::select {

/// What the columns of a tile are measured by; one array element per column.
struct ColumnSide {
    const float* scaled;       ///< t kappa_cc; infinity where kappa_cc is 0 (no relation)
    const float* inverseNorm;  ///< 1/sqrt kappa_cc; NaN where kappa_cc is 0 (no cosine)
    const std::int32_t* label;
};

/// What the row is measured by, and what a partner needs to enter its lists.
struct RowSide {
    float scaled = 0;
    float inverseNorm = 0;
    Entry top, bottom, unrelated;
};

struct RowCounts {
    std::int32_t positive = 0, interchangeable = 0, contradictory = 0;
    bool finite = true;
};

/// Candidates for the three lists, found in one row of a tile.
struct RowCandidates {
    std::vector<Partner> top, bottom, unrelated;
};

/// Counts relations and collects anew the candidates among kappa[0..count), columns at positions
/// first.. .
RowCounts scanRow(const float* kappa,
                  std::int64_t count,
                  std::int64_t first,
                  const ColumnSide& columns,
                  const RowSide& row,
                  RowCandidates& found);

/// The sum of kappa[0..count), in float64.
[[nodiscard]] double sumOf(const float* kappa, std::int64_t count);

constexpr int kSumLanes = 4;
/// sums[lane * classes + label] += kappa, lane = column mod kSumLanes: four chains of additions
/// instead of one.
void addClassSums(const float* kappa,
                  std::int64_t count,
                  const std::int32_t* label,
                  std::int64_t classes,
                  std::span<double> sums);

/// table[side * bins + bin] += 1 for each kappa; side 0 where label equals rowLabel, else 1. Bins
/// are even in sign sqrt|kappa|; scale is (bins/2)^2 / largest, so that |kappa| = largest falls on
/// the last edge.
void countBins(const float* kappa,
               std::int64_t count,
               const std::int32_t* label,
               std::int32_t rowLabel,
               std::int32_t bins,
               float scale,
               std::span<std::int64_t> table);

}  // namespace winnow::select
