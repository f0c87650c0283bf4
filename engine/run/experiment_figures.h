// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/stats/summary.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// {mean, deviation, low, high, n} as docs/experiments.md has it; null where not defined.
[[nodiscard]] nlohmann::json figuresOf(const stats::Summary& summary);

/// null where it is not finite.
[[nodiscard]] nlohmann::json figureOf(double value);

}  // namespace winnow::run
