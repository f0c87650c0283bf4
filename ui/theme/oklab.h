// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace winnow::ui {

/// OKLab of Björn Ottosson (2020): lightness 0 to 1, two opponent axes of about ±0.4. Equal steps
/// look equal.
struct OkLab {
    double lightness = 0;
    double a = 0;
    double b = 0;
};

[[nodiscard]] OkLab toOkLab(const QColor& colour);

/// Channels outside sRGB are clipped.
[[nodiscard]] QColor fromOkLab(const OkLab& lab);

/// Euclidean distance, times 100.
[[nodiscard]] double okLabDistance(const OkLab& a, const OkLab& b);

}  // namespace winnow::ui
