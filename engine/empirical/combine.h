// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace winnow::empirical {

/// What a tile of the kernel is added up from: whole shares, and linear layers' products of two
/// Gram matrices. All arrays hold `count` numbers.
struct Shares {
    std::vector<const double*> wide;  ///< sums already in float64
    std::vector<const float*> plain;  ///< shares of formed layers
    std::vector<std::pair<const float*, const float*>>
        outer;  ///< (a_i . a_j, g_i . g_j) of linear layers
};

/// Sum of squares, in float64.
[[nodiscard]] double sumOfSquares(std::span<const float> values);

/// out[t] = sum of wide[t] + sum of plain[t] + sum of a[t] g[t], added in float64, rounded once.
/// One pass over memory; bound by bandwidth: 4 (plain + 2 outer + 1) + 8 wide bytes an element.
void combineShares(const Shares& shares,
                   std::span<float> out,
                   std::int64_t begin,
                   std::int64_t end);

}  // namespace winnow::empirical
