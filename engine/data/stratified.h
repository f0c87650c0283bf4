// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::data {

/// A class-stratified random subset: `rows` ascending; `spares` are the rows not taken, in the
/// order in which they would have been (per class).
struct StratifiedChoice {
    std::vector<std::int64_t> rows;
    std::vector<std::int64_t> spares;
};

/// How many of each class a subset of `wanted` takes: in proportion, by largest remainders (the
/// lower class number first among equals), at least one of every class that has samples where
/// `wanted` allows it. Sums to min(wanted, samples).
[[nodiscard]] std::vector<std::int64_t> stratifiedQuotas(std::span<const std::int64_t> classCounts,
                                                         std::int64_t wanted);

/// `wanted` rows of `labels` (all of them when there are no more), drawn from `seed` alone.
[[nodiscard]] StratifiedChoice stratifiedChoice(std::span<const std::int64_t> labels,
                                                std::int64_t wanted,
                                                std::uint64_t seed);

}  // namespace winnow::data
