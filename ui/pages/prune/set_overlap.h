// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

/// How two choices of the same samples agree.
struct Overlap {
    std::int64_t size = 0, first = 0, second = 0, both = 0;  ///< samples

    /// Shared part of the union, 0 to 1; NaN when neither has any.
    [[nodiscard]] double jaccard() const;
    /// What two random choices of these sizes share on average, samples.
    [[nodiscard]] double bothByChance() const;
};

/// first, second [N]: 1 kept, 0 not; groupOf [N] 0..groups-1. The last element is over all samples.
[[nodiscard]] std::vector<Overlap> overlaps(std::span<const std::uint8_t> first,
                                            std::span<const std::uint8_t> second,
                                            std::span<const std::int64_t> groupOf,
                                            std::int64_t groups);

}  // namespace winnow::ui
