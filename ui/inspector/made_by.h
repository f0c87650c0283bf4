// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

/// What made the numbers that are shown, in words.
namespace winnow::ui {

/// "run-1 (planted-1), seed 1, 2026-11-21"; empty when nothing of that kind is chosen.
[[nodiscard]] QString madeBy(const Session& session, Part part);

/// The kernel with its definition and the run with its weights, one line each:
/// "lpNTK, per class, exact: kernel-1, 2026-11-21". Empty without either.
[[nodiscard]] QString provenanceText(const Session& session);

/// "w* (epoch 18)": the weights the chosen run's predictions come from. Empty without a run.
[[nodiscard]] QString weightsText(const Session& session);

}  // namespace winnow::ui
