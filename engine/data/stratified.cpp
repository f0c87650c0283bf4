// SPDX-License-Identifier: Apache-2.0
#include "engine/data/stratified.h"

#include "engine/store/random.h"

#include <algorithm>
#include <numeric>

namespace winnow::data {

namespace {

std::vector<std::vector<std::int64_t>> rowsByClass(std::span<const std::int64_t> labels) {
    std::vector<std::vector<std::int64_t>> rows;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto label = static_cast<std::size_t>(labels[i]);
        if (label >= rows.size()) rows.resize(label + 1);
        rows[label].push_back(static_cast<std::int64_t>(i));
    }
    return rows;
}

}  // namespace

std::vector<std::int64_t> stratifiedQuotas(std::span<const std::int64_t> classCounts,
                                           std::int64_t wanted) {
    const std::int64_t samples =
        std::accumulate(classCounts.begin(), classCounts.end(), std::int64_t{0});
    wanted = std::clamp<std::int64_t>(wanted, 0, samples);
    std::vector<std::int64_t> quotas(classCounts.size());
    if (samples == 0) return quotas;
    // Products stay exact: both factors are counts of samples, far below 2^31 each.
    std::vector<std::int64_t> remainders(classCounts.size());
    for (std::size_t c = 0; c < quotas.size(); ++c) {
        quotas[c] = classCounts[c] * wanted / samples;
        remainders[c] = classCounts[c] * wanted % samples;
    }
    std::vector<std::size_t> order(quotas.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return remainders[a] > remainders[b];
    });
    std::int64_t left = wanted - std::accumulate(quotas.begin(), quotas.end(), std::int64_t{0});
    for (const std::size_t c : order) {
        if (left == 0) break;
        if (remainders[c] == 0) continue;
        ++quotas[c];
        --left;
    }
    const auto filled = std::count_if(
        classCounts.begin(), classCounts.end(), [](std::int64_t count) { return count > 0; });
    if (wanted < filled) return quotas;
    for (std::size_t c = 0; c < quotas.size(); ++c) {
        if (quotas[c] > 0 || classCounts[c] == 0) continue;
        --*std::max_element(quotas.begin(), quotas.end());
        quotas[c] = 1;
    }
    return quotas;
}

StratifiedChoice stratifiedChoice(std::span<const std::int64_t> labels,
                                  std::int64_t wanted,
                                  std::uint64_t seed) {
    auto classes = rowsByClass(labels);
    std::vector<std::int64_t> counts;
    for (const auto& rows : classes) counts.push_back(static_cast<std::int64_t>(rows.size()));
    const std::vector<std::int64_t> quotas = stratifiedQuotas(counts, wanted);
    StratifiedChoice choice;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        Random random{Random::wordOf("stratified choice"), seed, c};
        random.shuffle<std::int64_t>(classes[c]);
        const auto cut = classes[c].begin() + quotas[c];
        choice.rows.insert(choice.rows.end(), classes[c].begin(), cut);
        choice.spares.insert(choice.spares.end(), cut, classes[c].end());
    }
    std::sort(choice.rows.begin(), choice.rows.end());
    return choice;
}

}  // namespace winnow::data
