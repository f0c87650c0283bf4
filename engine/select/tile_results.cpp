// SPDX-License-Identifier: Apache-2.0
#include "engine/select/redundancy.h"
#include "engine/select/tile_consumer.h"
#include "engine/select/tile_state.h"
#include "engine/store/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::select {
namespace {

using store::Array;
using store::NamedArrays;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

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
        for (const Partner& partner : lists.row(position)) {
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
    for (std::int64_t p = 0; p < s.n; ++p) best[at(p)] = s.top.row(p).front().key;
    const std::vector<std::int64_t> labels(s.labels.begin(), s.labels.end());
    RedundancyRule rule;
    rule.tolerance = s.options.redundancyTolerance;
    return redundantSamples<float>(
        std::span<const float>(s.diagonal), std::span<const float>(best), labels, rule);
}

Array stateKey(const TileState& s) {
    const std::vector<double> key{static_cast<double>(s.n),
                                  static_cast<double>(s.options.classes),
                                  static_cast<double>(s.options.neighbours),
                                  static_cast<double>(s.options.unrelated),
                                  s.options.relation,
                                  s.options.perClass ? 1.0 : 0.0,
                                  static_cast<double>(s.options.histogramBins)};
    return Array::from<double>(key, {std::ssize(key)});
}

template <typename T>
void restoreInto(std::vector<T>& values, const NamedArrays& state, const std::string& name) {
    const auto found = state.find(name);
    if (found == state.end() || found->second.count() != std::ssize(values)) {
        throw badInput("the saved kernel state has no fitting array \"" + name +
                       "\"; start the job anew");
    }
    std::ranges::copy(found->second.as<T>(), values.begin());
}

}  // namespace

double TileState::largest() const {
    const auto found = std::ranges::max_element(diagonal);
    return found == diagonal.end() || !(*found > 0) ? 1.0 : static_cast<double>(*found);
}

std::vector<std::int64_t> TileState::classSizes() const {
    std::vector<std::int64_t> sizes(at(options.classes));
    for (const std::int32_t label : labels) ++sizes[at(label)];
    return sizes;
}

std::vector<double> TileState::histogramEdges() const {
    const std::int64_t half = options.histogramBins / 2;
    std::vector<double> edges;
    for (std::int64_t b = -half; b <= half; ++b) {
        const double u = static_cast<double>(b) / static_cast<double>(half);
        edges.push_back(std::copysign(u * u, u) * largest());
    }
    return edges;
}

store::NamedArrays TileConsumer::results() const {
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
        const Partner& first = s.top.row(p).front();
        return first.position < 0 ? kNone : first.key;
    };
    const auto witness = [&](std::int64_t p) {
        const Partner& first = s.top.row(p).front();
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

std::vector<std::string> TileConsumer::warnings() const { return redundancyOf(*m_state).warnings; }

store::NamedArrays TileConsumer::toArrays() const {
    const TileState& s = *m_state;
    NamedArrays state;
    state["key"] = stateKey(s);
    state["top_keys"] = s.top.keys();
    state["top_positions"] = s.top.positions();
    state["bottom_keys"] = s.bottom.keys();
    state["bottom_positions"] = s.bottom.positions();
    state["unrelated_keys"] = s.unrelated.keys();
    state["unrelated_positions"] = s.unrelated.positions();
    state["class_sums"] = Array::from<double>(s.classSums, {s.n, s.sumWidth()});
    state["seen"] = Array::from<std::int64_t>(s.seen, {s.n});
    state["positive"] = Array::from<std::int64_t>(s.positive, {s.n});
    state["interchangeable"] = Array::from<std::int64_t>(s.interchangeable, {s.n});
    state["contradictory"] = Array::from<std::int64_t>(s.contradictory, {s.n});
    state["histogram"] = Array::from<std::int64_t>(s.histogram, {2, s.options.histogramBins});
    return state;
}

void TileConsumer::restore(const store::NamedArrays& state) {
    TileState& s = *m_state;
    const auto key = state.find("key");
    if (key == state.end() || key->second.bytes != stateKey(s).bytes) {
        throw badInput(
            "the saved kernel state was made with other samples or options; start the job anew");
    }
    for (auto [lists, name] : {std::pair{&s.top, "top"},
                               std::pair{&s.bottom, "bottom"},
                               std::pair{&s.unrelated, "unrelated"}}) {
        const auto keys = state.find(std::string(name) + "_keys");
        const auto positions = state.find(std::string(name) + "_positions");
        if (keys == state.end() || positions == state.end()) {
            throw badInput("the saved kernel state lacks a partner list; start the job anew");
        }
        lists->restore(keys->second, positions->second);
    }
    restoreInto(s.classSums, state, "class_sums");
    restoreInto(s.seen, state, "seen");
    restoreInto(s.positive, state, "positive");
    restoreInto(s.interchangeable, state, "interchangeable");
    restoreInto(s.contradictory, state, "contradictory");
    restoreInto(s.histogram, state, "histogram");
}

}  // namespace winnow::select
