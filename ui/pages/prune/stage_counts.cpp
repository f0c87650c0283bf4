// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/stage_counts.h"

#include <cmath>
#include <numeric>

namespace winnow::ui {

std::int64_t StageCounts::total() const {
    return std::accumulate(by.begin(), by.end(), std::int64_t{0});
}

std::vector<StageCounts> countStages(std::span<const Stage> stages,
                                     std::span<const std::int64_t> groupOf,
                                     std::int64_t groups) {
    std::vector<StageCounts> counts(static_cast<std::size_t>(groups));
    for (std::size_t i = 0; i < stages.size() && i < groupOf.size(); ++i)
        if (groupOf[i] >= 0 && groupOf[i] < groups)
            counts[static_cast<std::size_t>(groupOf[i])].add(stages[i]);
    return counts;
}

RandomStays randomStays(std::int64_t size,
                        std::int64_t open,
                        std::int64_t allOpen,
                        std::int64_t goes) {
    const auto all = static_cast<double>(allOpen), drawn = static_cast<double>(goes);
    if (allOpen <= 0) return {static_cast<double>(size), 0};
    const double share = static_cast<double>(open) / all;
    const double variance =
        allOpen > 1 ? drawn * share * (1 - share) * (all - drawn) / (all - 1) : 0;
    return {static_cast<double>(size) - drawn * share, std::sqrt(std::max(0.0, variance))};
}

}  // namespace winnow::ui
