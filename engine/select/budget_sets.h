// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// A small set drawn at random, and one as large drawn from the largest clusters only (lpNTK paper,
/// App. E.2, Fig. 18; methods/lpntk.md, section 4.7).
namespace winnow::select {

struct BudgetSets {
    std::vector<std::int64_t> random, head;  ///< ids, class after class; as many of each class
};

/// byClass[k]: the samples of class k; headByClass[k]: those of its largest cluster; quota[k]: how
/// many are wanted of it. Where a largest cluster has fewer, both sets take that many of the class.
[[nodiscard]] BudgetSets budgetSets(std::span<const std::vector<std::int64_t>> byClass,
                                    std::span<const std::vector<std::int64_t>> headByClass,
                                    std::span<const std::int64_t> quota,
                                    std::uint64_t seed);

}  // namespace winnow::select
