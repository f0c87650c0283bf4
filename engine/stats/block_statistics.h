// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace winnow::stats {

/// Why no norm and no single entry stands for a pair's block E_ij (methods/lpntk.md, section 4.9).
/// "Largest" is by value, not by magnitude. NaN where a divisor is 0.
struct BlockStatistics {
    double diagonalSum = 0, offDiagonalSum = 0;  ///< of magnitudes
    double diagonalToOffDiagonal = 0;
    double negative = 0;           ///< share of all entries
    bool largestAtLabels = false;  ///< the largest entry stands at (row label, column label)
    double largestToSecond = 0;
    double largestToSum = 0;  ///< of all entries, with their signs
};

/// block [K,K] row-major, K = `classes` at least 2; labels in 0..K-1. Throws Error{BadInput}: a
/// block of another size, a label out of range.
[[nodiscard]] BlockStatistics blockStatistics(std::span<const double> block,
                                              std::int64_t classes,
                                              std::int64_t rowLabel,
                                              std::int64_t columnLabel);

}  // namespace winnow::stats
