// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/sweep.h"

#include <cstdint>
#include <vector>

namespace winnow::empirical {

class JointFeatures;

/// Positions whose pairs are wanted: everything, or one class.
struct SampleGroup {
    std::int64_t begin = 0, end = 0, label = -1;
    [[nodiscard]] std::int64_t size() const { return end - begin; }
};

/// `samples` as ordered() gave them.
[[nodiscard]] std::vector<SampleGroup> groupsOf(const SampleSet& samples, bool perClass);

/// The samples in the order of positions: as given, or class by class.
[[nodiscard]] SampleSet ordered(const SampleSet& samples, bool perClass);

/// How many samples' features are held as rows of tiles, and the edge of a tile, so that both sides
/// fit.
struct SweepPlan {
    std::int64_t tile = 0;
    std::int64_t panel = 0;
};

/// Throws Error{OutOfResources} when not even one sample's features fit the memory allowed.
[[nodiscard]] SweepPlan planFor(const JointFeatures& features,
                                const SweepOptions& options,
                                std::int64_t largestGroup);

}  // namespace winnow::empirical
