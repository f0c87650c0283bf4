// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// {mean, deviation, low, high, n} as docs/experiments.md has it; null where not defined.
[[nodiscard]] nlohmann::json figuresOf(const stats::Summary& summary);

/// null where it is not finite.
[[nodiscard]] nlohmann::json figureOf(double value);

/// "better", "worse" (the first mean is), "no difference" at p < 0.05; null where a side has less
/// than two values.
[[nodiscard]] nlohmann::json verdictOf(const stats::TTest& test);

/// Writes result.json: the figures, to which "seconds" is added, and beside them under "settings"
/// the fields of the job, which decide the figures.
void writeResult(store::ArtifactDraft& draft,
                 nlohmann::json& figures,
                 const nlohmann::json& settings,
                 double seconds);

}  // namespace winnow::run
