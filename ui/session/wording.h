// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

/// Words that steps, chips and buttons share.
namespace winnow::ui {

/// "1 sample", "1 234 samples".
[[nodiscard]] QString samplesText(std::int64_t count);

/// "a", "a, b", "a, b and 3 more".
[[nodiscard]] QString listText(const QStringList& names, int most = 3);

/// Why nothing can be stored.
[[nodiscard]] QString readOnlyText();

/// A sentence of the engine as the window shows it: upper case first, full stop last.
[[nodiscard]] QString sentenceText(const QString& message);

}  // namespace winnow::ui
