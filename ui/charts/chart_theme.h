// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

class QChart;

namespace winnow::ui {

/// No frame, background, legend or animation; fonts and pens of the axes it has; a grid only on
/// vertical axes. Call it again after axes were added and when the theme changes.
void themeChart(QChart* chart, const Theme& theme = ui::theme());

}  // namespace winnow::ui
