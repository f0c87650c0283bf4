// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::ui {

class DuplicateModel;
class Session;
class SuspectModel;

/// The lists as CSV, in the order they are shown in, with what was decided; a header line that
/// names quantities and units; lines end in "\n". Numbers that are not known are empty. The name of
/// a sample is the path of its original below the imported folder, empty where the data came
/// otherwise.
[[nodiscard]] QString suspectCsv(const Session& session, const SuspectModel& suspects);
[[nodiscard]] QString duplicateCsv(const Session& session, const DuplicateModel& pairs);

}  // namespace winnow::ui
