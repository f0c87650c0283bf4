// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace winnow::ui {

/// A level line between parts of a card or a column.
[[nodiscard]] QWidget* makeDivider(QWidget* parent);

}  // namespace winnow::ui
