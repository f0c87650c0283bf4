// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/selection_inputs.h"
#include "engine/select/selections.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>

namespace winnow::run {

/// Fields of `select` but for the name, checked and with their defaults. Throws Error{BadInput} as
/// the job would.
[[nodiscard]] nlohmann::json validatedRule(nlohmann::json fields);

/// What the fields of `select`, as validated, make of the inputs. Throws Error{BadInput}: a share
/// or a score that cannot be.
[[nodiscard]] select::Selection selectionBy(const nlohmann::json& fields,
                                            const SelectionInputs& inputs);

/// How many samples stay or go for which reason, by the names of select::Stage.
[[nodiscard]] nlohmann::json stageCounts(const std::array<std::int64_t, select::kStages>& counts);
/// Counts of all classes together, from those per class.
[[nodiscard]] std::array<std::int64_t, select::kStages> stageTotals(
    const select::Selection& selection);

/// Counts by stage, in all and per class, as the selection's summary has them.
[[nodiscard]] nlohmann::json selectionSummary(const nlohmann::json& fields,
                                              const SelectionInputs& inputs,
                                              const select::Selection& selection);

}  // namespace winnow::run
