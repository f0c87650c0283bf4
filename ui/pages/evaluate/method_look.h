// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/class_marks.h"
#include "ui/theme/data_colour.h"

#include <QStringList>

namespace winnow::ui {

/// "lpNTK pipeline" for "lpntk-pipeline"; what is not known stays as it is.
[[nodiscard]] QString methodTitle(const QString& method);

/// How a method is drawn: ours in accent, the others in the class colours 6, 4, 2, 8, ... with a
/// marker shape each; random dashed grey, the full set a plain line.
struct MethodLook {
    DataColour colour = DataColour::accent();
    std::optional<MarkShape> marker = {};
    bool dashed = false;
};

/// Of one of `methods` (Evaluation::methods()), so that a method keeps its look when others are
/// hidden.
[[nodiscard]] MethodLook methodLook(const QString& method, const QStringList& methods);

}  // namespace winnow::ui
