// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_consumer.h"
#include "engine/select/tile_state.h"
#include "engine/store/error.h"

#include <algorithm>
#include <string>

namespace winnow::select {
namespace {

using store::Array;
using store::NamedArrays;

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

store::NamedArrays TileConsumer::toArrays() const {
    m_state->settle();
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
