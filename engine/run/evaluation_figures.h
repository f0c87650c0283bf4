// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/comparison.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <vector>

/// What `evaluate` concludes from its trainings (docs/experiments.md, "evaluation").
namespace winnow::run {

struct EvaluationTrial {
    std::size_t set = 0;  ///< of Comparison::sets()
    std::int64_t seed = 0;
    std::vector<double> accuracy;  ///< [E] of the test split after each epoch; NaN: diverged
    double seconds = 0;
    bool diverged = false;
};

/// trials, points and tests of result.json. Trials are those of accuracy.npy, row by row: every set
/// once with every seed.
[[nodiscard]] nlohmann::json evaluationFigures(const std::vector<ComparedSet>& sets,
                                               const std::vector<EvaluationTrial>& trials);

/// One line a point, for a person: accuracy and verdicts.
[[nodiscard]] nlohmann::ordered_json evaluationTable(const nlohmann::json& figures);

}  // namespace winnow::run
