// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QPainterPath>

class QPainter;

namespace winnow::ui {

/// The window's own icons: strokes on a 16 px grid.
enum class Icon {
    Winnow,
    Data,
    Train,
    Interactions,
    Clusters,
    Difficulty,
    Prune,
    Distil,
    Represent,
    Evaluate,
    Filter,
    Add,
    Close,
    Check,
    Undo,
    Redo,
    Find,
    Help,
    Copy,
    Export,
    Import,
    Save,
    Tag,
    Exclude,
    Warning,
    Error,
    Info,
    Interrupted,
    ChevronDown,
    ChevronUp,
    ChevronRight,
    ChevronLeft,
    Play,
    Pause,
    Stop,
    Reload,
    Folder,
    File,
    Settings,
    More,
    Image,
    Lasso,
    Rectangle,
    Pin,
    Sort,
    Delete,
    Link,
    Fit,
    Eye,
    EyeOff,
    List,
    Findings,
    Count
};

/// An icon that refetches its colour from theme() at each painting, so it follows a change of
/// theme. Disabled it is painted in `edge`; checked or selected in `accentText` if it is otherwise
/// `text2`.
[[nodiscard]] QIcon icon(Icon icon, QColor Theme::*colour = &Theme::text2);

/// The strokes on a 16 x 16 grid.
[[nodiscard]] const QPainterPath& iconPath(Icon icon);

/// Paints the strokes into rect (square, any size) at 1.4 px of 16.
void paintIcon(QPainter& painter, Icon icon, const QRectF& rect, const QColor& colour);

}  // namespace winnow::ui
