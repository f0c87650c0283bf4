// SPDX-License-Identifier: Apache-2.0
#include "engine/select/redundancy.h"
#include "engine/select/tile_consumer.h"
#include "engine/select/tile_state.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::select {
namespace {

using store::Array;
using store::NamedArrays;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

/// Positions in ascending order of sample id: the rows of every result.
std::vector<std::int64_t> rowOrder(const std::vector<std::int64_t>& samples) {
    std::vector<std::int64_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::ranges::sort(order, {}, [&](std::int64_t p) { return samples[at(p)]; });
    return order;
}

template <typename T, typename Value>
Array perRow(const std::vector<std::int64_t>& order, Value value) {
    Array array(store::dtypeOf<T>(), {std::ssize(order)});
    std::ranges::transform(order, array.as<T>().begin(), value);
    return array;
}

/// NAME i64 and NAME_values f32 [N,k]; sign turns keys back into what they were made from.
void addLists(NamedArrays& results,
              const PartnerLists& lists,
              const std::string& name,
              const std::string& values,
              float sign,
              const std::vector<std::int64_t>& order,
              const std::vector<std::int64_t>& samples) {
    const store::Shape shape{std::ssize(order), lists.k()};
    Array ids(store::DType::Int64, shape);
    Array kappa(store::DType::Float32, shape);
    auto id = ids.as<std::int64_t>().begin();
    auto out = kappa.as<float>().begin();
    for (const std::int64_t position : order) {
        for (std::int64_t place = 0; place < lists.k(); ++place) {
            const Partner partner = lists.partner(position, place);
            const bool there = partner.position >= 0;
            *id++ = there ? samples[at(partner.position)] : -1;
            *out++ = there ? sign * partner.key : kNone;
        }
    }
    results.emplace(name, std::move(ids));
    results.emplace(values, std::move(kappa));
}

Array classMeans(const TileState& s, const std::vector<std::int64_t>& order) {
    const std::int64_t classes = s.options.classes;
    const std::vector<std::int64_t> sizes = s.classSizes();
    Array means(store::DType::Float32, {s.n, classes});
    auto out = means.as<float>().begin();
    for (const std::int64_t p : order) {
        const std::int32_t own = s.labels[at(p)];
        for (std::int64_t k = 0; k < classes; ++k) {
            const std::int64_t partners = sizes[at(k)] - (k == own ? 1 : 0);
            const bool inScope = !s.options.perClass || k == own;
            const std::int64_t column = s.options.perClass ? 0 : k;
            *out++ = inScope && partners > 0
                         ? static_cast<float>(s.classSums[at(p * s.sumWidth() + column)] /
                                              static_cast<double>(partners))
                         : kNone;
        }
    }
    return means;
}

/// A missing or a doubled tile would go unnoticed in every other figure.
void requireAllPairs(const TileState& s) {
    const std::vector<std::int64_t> sizes = s.classSizes();
    for (std::int64_t p = 0; p < s.n; ++p) {
        const std::int64_t partners = (s.options.perClass ? sizes[at(s.labels[at(p)])] : s.n) - 1;
        if (s.seen[at(p)] == partners) continue;
        throw internalError("sample " + std::to_string(s.samples[at(p)]) + " met " +
                            std::to_string(s.seen[at(p)]) + " partners instead of " +
                            std::to_string(partners));
    }
}

Redundancy redundancyOf(const TileState& s) {
    std::vector<float> best(at(s.n));
    for (std::int64_t p = 0; p < s.n; ++p) best[at(p)] = s.top.partner(p, 0).key;
    const std::vector<std::int64_t> labels(s.labels.begin(), s.labels.end());
    RedundancyRule rule;
    rule.tolerance = s.options.redundancyTolerance;
    return redundantSamples<float>(
        std::span<const float>(s.diagonal), std::span<const float>(best), labels, rule);
}

}  // namespace

store::NamedArrays TileConsumer::results() const {
    m_state->settle();
    const TileState& s = *m_state;
    requireAllPairs(s);
    const std::vector<std::int64_t> order = rowOrder(s.samples);
    const Redundancy redundancy = redundancyOf(s);
    const auto share = [&](std::int64_t p) {
        return s.seen[at(p)] == 0 ? kNone
                                  : static_cast<float>(static_cast<double>(s.positive[at(p)]) /
                                                       static_cast<double>(s.seen[at(p)]));
    };
    const auto best = [&](std::int64_t p) {
        const Partner first = s.top.partner(p, 0);
        return first.position < 0 ? kNone : first.key;
    };
    const auto witness = [&](std::int64_t p) {
        const Partner first = s.top.partner(p, 0);
        return first.position < 0 ? -1 : s.samples[at(first.position)];
    };
    NamedArrays results;
    addLists(results, s.top, "neighbours", "neighbour_values", 1.0F, order, s.samples);
    addLists(results, s.bottom, "opposed", "opposed_values", -1.0F, order, s.samples);
    addLists(results, s.unrelated, "unrelated", "unrelated_values", -1.0F, order, s.samples);
    results["diagonal"] = perRow<float>(order, [&](auto p) { return s.diagonal[at(p)]; });
    results["best"] = perRow<float>(order, best);
    results["witness"] = perRow<std::int64_t>(order, witness);
    results["redundant"] =
        perRow<std::uint8_t>(order, [&](auto p) { return redundancy.redundant[at(p)]; });
    results["class_mean"] = classMeans(s, order);
    results["positive_share"] = perRow<float>(order, share);
    results["contradictory"] =
        perRow<std::int64_t>(order, [&](auto p) { return s.contradictory[at(p)]; });
    results["interchangeable"] =
        perRow<std::int64_t>(order, [&](auto p) { return s.interchangeable[at(p)]; });
    results["histogram"] = Array::from<std::int64_t>(s.histogram, {2, s.options.histogramBins});
    results["histogram_edges"] =
        Array::from<double>(s.histogramEdges(), {s.options.histogramBins + 1});
    Array sample = perRow<std::int64_t>(order, [&](auto p) { return s.samples[at(p)]; });
    if (s.n > 0 && sample.as<std::int64_t>().back() != s.n - 1) {
        results.emplace("sample", std::move(sample));
    }
    return results;
}

std::vector<std::string> TileConsumer::warnings() const {
    m_state->settle();
    return redundancyOf(*m_state).warnings;
}

}  // namespace winnow::select
