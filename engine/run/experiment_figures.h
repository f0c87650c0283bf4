// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// {mean, deviation, low, high, n} as docs/experiments.md has it; null where not defined.
[[nodiscard]] nlohmann::json figuresOf(const stats::Summary& summary);

/// null where it is not finite.
[[nodiscard]] nlohmann::json figureOf(double value);

/// "better", "worse" (the first mean is), "no difference" at p < 0.05; null where a side has less
/// than two values.
[[nodiscard]] nlohmann::json verdictOf(const stats::TTest& test);

}  // namespace winnow::run
