// SPDX-License-Identifier: Apache-2.0
#include "engine/train/nested_sets.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace winnow::train {

std::vector<std::int64_t> nestedSizes(std::int64_t perClass, std::vector<std::int64_t> sizes) {
    sizes.push_back(perClass);
    std::ranges::sort(sizes, std::greater());
    sizes.erase(std::ranges::unique(sizes).begin(), sizes.end());
    if (sizes.back() < 1)
        throw badInput(
            fmt::format("sizes holds {}; a set has at least 1 sample of each class", sizes.back()));
    if (sizes.front() != perClass)
        throw badInput(
            fmt::format("sizes holds {}, and samples-per-class is only {}; no set can be larger",
                        sizes.front(),
                        perClass));
    for (std::size_t i = 1; i < sizes.size(); ++i)
        if (sizes[i - 1] % sizes[i] != 0)
            throw badInput(
                fmt::format("sizes: {} does not divide {}; each size, samples-per-class first, has "
                            "to be a multiple of the next smaller one",
                            sizes[i],
                            sizes[i - 1]));
    return sizes;
}

std::vector<std::int64_t> universalSet(std::span<const std::int64_t> labels,
                                       std::int64_t classes,
                                       std::int64_t perClass,
                                       std::uint64_t seed) {
    std::vector<std::vector<std::int64_t>> byClass(at(classes));
    for (std::size_t i = 0; i < labels.size(); ++i)
        byClass[at(labels[i])].push_back(static_cast<std::int64_t>(i));
    std::int64_t possible = std::numeric_limits<std::int64_t>::max(), smallest = 0;
    for (std::int64_t k = 0; k < classes; ++k) {
        const std::int64_t size = std::ssize(byClass[at(k)]);
        if (size == 0 || size >= possible) continue;
        possible = size;
        smallest = k;
    }
    if (labels.empty()) throw badInput("the data set has no training sample");
    if (perClass > possible)
        throw badInput(
            fmt::format("samples-per-class is {}, and class {} has only {} samples; at most {} are "
                        "possible",
                        perClass,
                        smallest,
                        possible,
                        possible));
    std::vector<std::int64_t> ids;
    for (std::size_t k = 0; k < byClass.size(); ++k) {
        auto& members = byClass[k];
        if (members.empty()) continue;
        Random({seed, Random::wordOf("universal set"), k}).shuffle(std::span(members));
        members.resize(at(perClass));
        std::ranges::sort(members);
        ids.insert(ids.end(), members.begin(), members.end());
    }
    return ids;
}

NestedSets::NestedSets(std::int64_t classes, std::int64_t perClass, std::uint64_t seed)
    : m_classes(classes), m_perClass(perClass), m_order(at(classes * perClass)) {
    std::iota(m_order.begin(), m_order.end(), 0);
    for (std::int64_t k = 0; k < classes; ++k) {
        Random random({seed, Random::wordOf("nested sets"), static_cast<std::uint64_t>(k)});
        random.shuffle(std::span(m_order).subspan(at(k * perClass), at(perClass)));
    }
}

std::vector<std::int64_t> NestedSets::positions(std::int64_t size, std::int64_t index) const {
    std::vector<std::int64_t> chosen;
    chosen.reserve(at(m_classes * size));
    for (std::int64_t k = 0; k < m_classes; ++k) {
        const auto first = m_order.begin() + k * m_perClass + index * size;
        chosen.insert(chosen.end(), first, first + size);
    }
    return chosen;
}

}  // namespace winnow::train
