// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

class QSplitter;
class QString;
class QWidget;

namespace winnow::ui {

/// What a splitter asks its layout for. A page that holds a text that wraps scrolls by what its
/// content would like, even where what it needs would fit: then ask for the least.
enum class SplitterHint { Liked, Least };

/// Between the panels of a page: as wide as the space between panels; no panel can be folded away.
[[nodiscard]] QSplitter* makePanelSplitter(Qt::Orientation orientation,
                                           QWidget* parent,
                                           SplitterHint hint = SplitterHint::Liked);

/// Shares the room of two panels, now and when the splitter grows, as far as their minimum sizes
/// allow.
void shareOut(QSplitter& splitter, int first, int second);

/// The state of a splitter for a JSON object, and back; a text that is none changes nothing.
[[nodiscard]] QString splitterText(const QSplitter& splitter);
void restoreSplitter(QSplitter& splitter, const QString& text);

}  // namespace winnow::ui
