// SPDX-License-Identifier: Apache-2.0
#include "engine/select/control_sets.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::select {
namespace {

/// All candidates but the target, largest kernel first.
std::vector<std::int64_t> ranked(std::span<const float> kappa, std::int64_t target) {
    std::vector<std::int64_t> order(kappa.size());
    std::iota(order.begin(), order.end(), 0);
    std::erase(order, target);
    std::ranges::stable_sort(
        order, [&](std::int64_t a, std::int64_t b) { return kappa[at(a)] > kappa[at(b)]; });
    return order;
}

/// Those in the head cluster, or those outside it; smallest kernel first.
std::vector<std::int64_t> smallest(std::span<const float> kappa,
                                   std::span<const std::uint8_t> inHead,
                                   std::int64_t target,
                                   bool head,
                                   std::int64_t wanted) {
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < std::ssize(kappa); ++i)
        if (i != target && (inHead[at(i)] != 0) == head) order.push_back(i);
    std::ranges::stable_sort(
        order, [&](std::int64_t a, std::int64_t b) { return kappa[at(a)] < kappa[at(b)]; });
    order.resize(at(std::min(wanted, std::ssize(order))));
    return order;
}

}  // namespace

ControlSets controlSets(std::span<const float> kappa,
                        std::span<const std::uint8_t> inHead,
                        std::int64_t target,
                        std::int64_t wanted,
                        Medium medium) {
    for (std::size_t i = 0; i < kappa.size(); ++i)
        if (!std::isfinite(kappa[i]))
            throw badInput(
                fmt::format("the kernel of candidates {} and {} is not finite; compute "
                            "the kernel again",
                            target,
                            i));
    const std::vector<std::int64_t> order = ranked(kappa, target);
    const std::int64_t count = std::min(wanted, std::ssize(order));
    const std::int64_t middle = (std::ssize(order) - count) / 2;
    ControlSets sets;
    sets.interchangeable.assign(order.begin(), order.begin() + count);
    sets.medium = medium == Medium::Edge
                      ? smallest(kappa, inHead, target, true, wanted)
                      : std::vector(order.begin() + middle, order.begin() + middle + count);
    sets.nonInterchangeable = smallest(kappa, inHead, target, false, wanted);
    return sets;
}

}  // namespace winnow::select
