// SPDX-License-Identifier: Apache-2.0
#include "engine/data/flip_labels.h"

#include "engine/data/stratified.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <cmath>

namespace winnow::data {

FlippedLabels flipLabels(std::span<const std::int64_t> labels,
                         std::int64_t classes,
                         double share,
                         std::uint64_t seed,
                         std::span<const std::int64_t> truth) {
    FlippedLabels out{{labels.begin(), labels.end()}, std::vector<std::uint8_t>(labels.size()), 0};
    const std::int64_t wanted = std::llround(share * static_cast<double>(labels.size()));
    if (wanted == 0) return out;
    if (classes < 2)
        throw badInput(fmt::format(
            "labels are to be flipped and there is {} class; flipping needs at least 2", classes));
    // A stream of its own: the same seed has drawn the subset of --limit already.
    const std::uint64_t own = Random{Random::wordOf("flipped labels"), seed}.next();
    std::vector<std::int64_t> others;
    for (const std::int64_t row : stratifiedChoice(labels, wanted, own).rows) {
        others.clear();
        for (std::int64_t label = 0; label < classes; ++label)
            if (label != labels[at(row)] && (truth.empty() || label != truth[at(row)]))
                others.push_back(label);
        if (others.empty()) continue;
        Random random{own, static_cast<std::uint64_t>(row)};
        out.labels[at(row)] = others[random.below(others.size())];
        out.flipped[at(row)] = 1;
        ++out.count;
    }
    return out;
}

}  // namespace winnow::data
