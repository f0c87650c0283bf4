// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>
#include <span>

namespace winnow::ui {

/// What a person chose in the preferences; System follows the desktop's palette.
enum class ThemeChoice { System, Light, Dark };

/// Every colour of the window. Nothing else in ui/ names a colour.
struct Theme {
    bool dark = false;

    QColor bg;       // the window
    QColor surface;  // panels, bars
    QColor raised;   // cards, tooltips
    QColor well;     // image and 3D backgrounds, segment groove

    QColor hover;
    QColor line;     // dividers, gridlines, bar tracks
    QColor edge;     // button borders, slider groove, dimmed points
    QColor control;  // input borders, axis lines

    QColor text;   // values, titles
    QColor text2;  // labels
    QColor text3;  // units, axes, provenance

    QColor accent;      // primary button, selection, "ours" in charts
    QColor onAccent;    // text on accent
    QColor accentText;  // links
    QColor accentSoft;  // selected row, chip, page

    QColor warn;
    QColor warnSoft;
    QColor danger;
    QColor dangerSoft;

    QColor neutralData;  // bars and lines that are context; only on surface

    std::array<QColor, 10> classes;
    std::array<QColor, 9> sequential;  // low to high
    std::array<QColor, 11> diverging;  // negative, zero in the middle, positive
};

/// A colour of Theme with its name in the style sheet.
struct ThemeToken {
    const char* name;
    QColor Theme::*colour;
};

/// The twenty single colours, in the order of the struct.
[[nodiscard]] std::span<const ThemeToken> themeTokens();

[[nodiscard]] const Theme& lightTheme();
[[nodiscard]] const Theme& darkTheme();

/// The theme now applied; the light one before the first applyTheme. Widgets refetch on
/// QEvent::PaletteChange.
[[nodiscard]] const Theme& theme();

/// Smallest and largest body size a person may choose, and the one all sizes are given for, in px.
inline constexpr int kMinimumFontSize = 11;
inline constexpr int kMaximumFontSize = 26;
inline constexpr int kBaseFontSize = 13;

/// Sets style, palette, font and style sheet of the application. fontSize: body text in px, clamped
/// to the range above. Needs a QApplication; GUI thread. May be called again at any time.
void applyTheme(ThemeChoice choice, int fontSize = kBaseFontSize);

/// What applyTheme was last called with.
[[nodiscard]] ThemeChoice themeChoice();
[[nodiscard]] int fontSize();

/// A length given for 13 px text, scaled to the person's font size and rounded to whole px.
[[nodiscard]] int scaled(double length);

/// colour with opacity 0 to 1.
[[nodiscard]] QColor withAlpha(QColor colour, double opacity);

/// Contrast ratio of WCAG 2, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

/// Black or white, whichever contrasts more with background (never below 4.5).
[[nodiscard]] QColor textColourOn(const QColor& background);

}  // namespace winnow::ui
