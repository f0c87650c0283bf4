// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/schedule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>

namespace winnow::distill {
namespace {

constexpr std::array<std::int64_t, 19> kLogSpaced{
    0, 1, 2, 4, 6, 8, 12, 18, 26, 37, 54, 78, 112, 162, 233, 335, 483, 695, 1000};
constexpr std::int64_t kLateSpacing = 500;

}  // namespace

std::vector<std::int64_t> checkpointSteps(std::int64_t steps, std::int64_t every) {
    std::vector<std::int64_t> all{kLogSpaced.begin(), kLogSpaced.end()};
    for (std::int64_t step = kLogSpaced.back(); step <= steps; step += kLateSpacing)
        all.push_back(step);
    for (std::int64_t step = every; every > 0 && step <= steps; step += every) all.push_back(step);
    all.push_back(steps);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    all.erase(std::ranges::upper_bound(all, steps), all.end());
    return all;
}

bool stopsEarly(std::span<const double> accuracies, std::int64_t patience) {
    if (patience <= 0 || accuracies.empty()) return false;
    const auto best = std::ranges::max_element(accuracies);
    return std::distance(best, accuracies.end()) - 1 >= patience;
}

std::vector<std::size_t> lowestLosses(std::span<const double> losses, std::size_t count) {
    std::vector<std::size_t> order(losses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return !std::isfinite(losses[i]); });
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return losses[i]; });
    order.resize(std::min(order.size(), count));
    return order;
}

}  // namespace winnow::distill
