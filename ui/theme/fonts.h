// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStringList>

namespace winnow::ui {

enum class TextStyle { Hero, PageTitle, PanelTitle, Body, BodyStrong, Caption, Badge, Log };

/// The font of a style at the person's font size.
[[nodiscard]] QFont textFont(TextStyle style);

/// Whether 0 to 9 have one width in this font, so that columns of numbers line up.
[[nodiscard]] bool hasEvenDigits(const QFont& font);

/// The family the window uses: the desktop's if its digits are even and it has a weight of 500 or
/// 600, else the first installed of the fallbacks.
[[nodiscard]] QString chosenFamily(const QString& desktopFamily);

/// 500 or 600 if the family has it, else 700.
[[nodiscard]] QFont::Weight titleWeight(const QString& family);

}  // namespace winnow::ui
