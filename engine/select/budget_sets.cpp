// SPDX-License-Identifier: Apache-2.0
#include "engine/select/budget_sets.h"

#include "engine/store/index.h"
#include "engine/store/random.h"

#include <algorithm>

namespace winnow::select {
namespace {

void draw(std::vector<std::int64_t> from,
          std::int64_t count,
          Random random,
          std::vector<std::int64_t>& to) {
    random.shuffle(std::span(from));
    to.insert(to.end(), from.begin(), from.begin() + count);
}

}  // namespace

BudgetSets budgetSets(std::span<const std::vector<std::int64_t>> byClass,
                      std::span<const std::vector<std::int64_t>> headByClass,
                      std::span<const std::int64_t> quota,
                      std::uint64_t seed) {
    BudgetSets sets;
    for (std::size_t k = 0; k < byClass.size(); ++k) {
        const std::int64_t count =
            std::min({quota[k], std::ssize(byClass[k]), std::ssize(headByClass[k])});
        draw(byClass[k], count, Random({seed, Random::wordOf("random budget"), k}), sets.random);
        draw(headByClass[k], count, Random({seed, Random::wordOf("head budget"), k}), sets.head);
    }
    return sets;
}

}  // namespace winnow::select
