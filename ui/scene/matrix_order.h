// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

/// Consecutive rows of one class.
struct MatrixBand {
    std::int64_t classIndex = 0;
    std::int64_t begin = 0, count = 0;
};

/// Which sample each row (and column) of a shown matrix is.
struct MatrixOrder {
    std::vector<std::int64_t> samples;  ///< position to sample id
    std::vector<MatrixBand> bands;      ///< cover all positions, in order

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(samples.size()); }
    /// Position of a sample; -1 when it is not shown.
    [[nodiscard]] std::int64_t positionOf(std::int64_t sample) const;
    /// Class of a position inside.
    [[nodiscard]] std::int64_t classAt(std::int64_t position) const;
};

/// Samples by class; inside a class by cluster, the largest first and those without one last (when
/// `clusters` is not empty), then by id. labels and clusters are indexed by sample id; clusters:
/// number, -1 none.
[[nodiscard]] MatrixOrder matrixOrder(std::vector<std::int64_t> samples,
                                      std::span<const std::int64_t> labels,
                                      std::span<const std::int64_t> clusters = {});

}  // namespace winnow::ui
