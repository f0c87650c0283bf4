// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QRectF>
#include <QStringList>

class QPainter;

namespace winnow::ui {

/// A tooltip painted into a scene beside `at`, inside `bounds`: a card with a border, its first
/// line strong. Scenes paint their own, so that it follows the pointer.
void paintSceneTooltip(QPainter& painter,
                       QPointF at,
                       const QRectF& bounds,
                       const QStringList& lines,
                       const Theme& theme);

}  // namespace winnow::ui
