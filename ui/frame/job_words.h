// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/job.h"
#include "ui/widgets/progress_line.h"

/// A job in words, the same in strip, dock and rail.
namespace winnow::ui {

/// "Train a network: lenet5"
[[nodiscard]] QString jobTitle(const Job& job);
/// "Epoch, 12 of 30", or how it ended.
[[nodiscard]] QString jobStage(const Job& job);
/// "3 min 05 s left", "took 12 s"; may be empty.
[[nodiscard]] QString jobTime(const Job& job);
[[nodiscard]] ProgressState jobProgressState(JobState state);

}  // namespace winnow::ui
