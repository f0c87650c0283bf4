// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>

namespace winnow::ui {

/// The application's style sheet: labels by `role`, panels, bars, menus, tables, scroll bars.
/// Buttons and inputs are painted by WindowStyle. Lengths are scaled to the person's font size.
/// Labels take the property role: hero, pageTitle, panelTitle, strong, secondary, caption, badge,
/// link, danger, warn. Frames take role: panel, bar, well, raised.
[[nodiscard]] QString styleSheet(const Theme& theme);

/// Text with $token replaced by its colour and every length but 1px scaled.
[[nodiscard]] QString filledStyleSheet(QString text, const Theme& theme);

}  // namespace winnow::ui
