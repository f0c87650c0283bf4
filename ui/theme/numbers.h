// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <limits>
#include <optional>

/// Numbers as people read them: U+202F between thousands, U+2212 for minus, a leading zero, fixed
/// decimals. The same in every locale, so that figures and exported texts agree. NaN is an en dash,
/// infinity the sign.
namespace winnow::ui {

/// A number that is not defined; numberText() shows an en dash for it.
inline constexpr double kNotDefined = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] QString countText(qint64 count);

[[nodiscard]] QString numberText(double value, int decimals);

/// As numberText, with a plus sign before positive values.
[[nodiscard]] QString signedText(double value, int decimals);

/// With as many significant digits as given and no trailing zeros, powers of ten beyond 1e6 and
/// below 1e-4.
[[nodiscard]] QString shortNumberText(double value, int significant = 3);

/// "0.12 ± 0.03": one standard deviation.
[[nodiscard]] QString plusMinusText(double value, double deviation, int decimals);

/// share 0 to 1 as "80.0 %".
[[nodiscard]] QString percentText(double share, int decimals);

/// The same with as many digits as it takes, three at most: "80 %", "2.5 %".
[[nodiscard]] QString shortPercentText(double share);

/// "0.4 s", "12 s", "3 min 05 s", "1 h 20 min", "2 d 3 h".
[[nodiscard]] QString durationText(double seconds);

/// Of an estimate: "12 s", "9 min", "1 h 20 min", "2 d 3 h".
[[nodiscard]] QString roughDurationText(double seconds);

/// Decimal units: "812 B", "4.2 kB", "28.8 GB".
[[nodiscard]] QString bytesText(double bytes);

/// What a person typed, with any of the characters above, a percent sign left out of account, comma
/// or point.
[[nodiscard]] std::optional<double> parseNumber(QString text);

}  // namespace winnow::ui
