// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

/// Loss of a class's samples by epoch: mean and quartiles, [E] each, nats.
struct ClassTrace {
    std::int64_t samples = 0;
    std::vector<double> mean, low, high;
};

/// loss: [E,N]; labels: [N]. Quartiles between two samples are interpolated linearly, as NumPy
/// does; losses that are not finite are left out. O(E N).
[[nodiscard]] ClassTrace classTrace(std::span<const float> loss,
                                    std::span<const std::int64_t> labels,
                                    std::int64_t label);

/// Value at `share` (0 to 1) of the way through the sorted values; reorders them. Needs one value.
[[nodiscard]] double quantile(std::span<float> values, double share);

}  // namespace winnow::ui
