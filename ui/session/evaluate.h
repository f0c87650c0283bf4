// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/arrays.h"
#include "ui/session/condition.h"
#include "ui/session/sample_set.h"

/// What a condition means in a session, as samples and as words.
namespace winnow::ui {

class Session;

/// Samples that match. A condition on something the session does not have (a kernel, a score)
/// matches none.
[[nodiscard]] SampleSet matching(const Session& session, const Condition& condition);

/// "Forgetting events 3 to 12", "Not redundant".
[[nodiscard]] QString conditionText(const Session& session, const Condition& condition);

/// "Redundant, left out".
[[nodiscard]] QString stageText(Stage stage);

}  // namespace winnow::ui
