// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

/// Words that steps, chips and buttons share.
namespace winnow::ui {

/// "1 sample", "1 234 samples".
[[nodiscard]] QString samplesText(std::int64_t count);
[[nodiscard]] QString imagesText(std::int64_t count);
[[nodiscard]] QString epochsText(std::int64_t count);
[[nodiscard]] QString runsText(std::int64_t count);
[[nodiscard]] QString seedsText(std::int64_t count);
[[nodiscard]] QString repeatsText(std::int64_t count);
[[nodiscard]] QString trainingsText(std::int64_t count);
[[nodiscard]] QString eventsText(std::int64_t count);
[[nodiscard]] QString batchesText(std::int64_t count);

/// "once", "12 times".
[[nodiscard]] QString timesText(std::int64_t count);

/// "a", "a, b", "a, b and 3 more".
[[nodiscard]] QString listText(const QStringList& names, int most = 3);

/// "LeNet-5" for "lenet5", as the engine calls a network; others as they are.
[[nodiscard]] QString networkText(const QString& model);

/// Why nothing can be stored.
[[nodiscard]] QString readOnlyText();

/// A sentence of the engine as the window shows it: upper case first, full stop last.
[[nodiscard]] QString sentenceText(const QString& message);

}  // namespace winnow::ui
