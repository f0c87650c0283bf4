// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace winnow::stats {

/// Adjusted Rand index of two partitions of the same things (Hubert and Arabie 1985): 1 the same
/// up to names, about 0 as by chance, below 0 less than that. a, b: group of each thing, any
/// numbers, equally long (else Error{BadInput}). Two partitions without any freedom (all in one
/// group, or each alone, on both sides) agree: 1. NaN of nothing. O(n log n).
[[nodiscard]] double adjustedRand(std::span<const std::int64_t> a, std::span<const std::int64_t> b);

}  // namespace winnow::stats
