// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPoint>

class QKeyEvent;
class QPainter;
class QRectF;

/// What views of cells share that are walked by arrow keys.
namespace winnow::ui {

/// One cell on by an arrow key, x columns and y rows; (0, 0) of other keys and of arrows with
/// modifiers.
[[nodiscard]] QPoint arrowStep(const QKeyEvent& event);

/// Two lines around the current cell: one of them stands out on any colour.
void paintCellFrame(QPainter& painter, const QRectF& cell, bool focused, const Theme& theme);

}  // namespace winnow::ui
