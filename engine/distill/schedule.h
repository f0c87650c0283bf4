// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// When a distillation is looked at, when it ends early, which of its checkpoints count.
namespace winnow::distill {

/// Steps of the checkpoints, rising, 0 and `steps` among them: log-spaced 0, 1, 2, 4, 6, .. 1,000
/// and then every 500 (methods/kip-convnet.md, section 7), and every `every` (0: only those).
[[nodiscard]] std::vector<std::int64_t> checkpointSteps(std::int64_t steps, std::int64_t every);

/// Whether the best of the held-out accuracies, one per evaluation, is at least `patience`
/// evaluations old; patience 0: never.
[[nodiscard]] bool stopsEarly(std::span<const double> accuracies, std::int64_t patience);

/// Indices of the `count` finite losses that are lowest, rising in loss; fewer where there are not
/// so many.
[[nodiscard]] std::vector<std::size_t> lowestLosses(std::span<const double> losses,
                                                    std::size_t count = 5);

}  // namespace winnow::distill
