// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPalette>

namespace winnow::ui {

/// Every role of every group, so that nothing of the desktop's palette shines through.
[[nodiscard]] QPalette themePalette(const Theme& theme);

}  // namespace winnow::ui
