// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/focus_ring.h"
#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"
#include "ui/theme/window_style.h"

#include <QApplication>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

// One application has one look, like QApplication's own palette and style.
struct Applied {
    const Theme* theme = &lightTheme();
    ThemeChoice choice = ThemeChoice::System;
    int fontSize = kBaseFontSize;
};

Applied& applied() {
    static Applied state;
    return state;
}

// Qt 6.4 does not tell the desktop's colour scheme; its palette does once ours is taken away.
bool desktopIsDark() {
    QApplication::setPalette(QPalette());
    const QPalette desktop = QApplication::palette();
    return desktop.color(QPalette::Window).lightnessF() <
           desktop.color(QPalette::WindowText).lightnessF();
}

}  // namespace

const Theme& theme() { return *applied().theme; }
ThemeChoice themeChoice() { return applied().choice; }
int fontSize() { return applied().fontSize; }

int scaled(double length) {
    return static_cast<int>(std::lround(length * applied().fontSize / kBaseFontSize));
}

void applyTheme(ThemeChoice choice, int fontSize) {
    if (!qobject_cast<WindowStyle*>(QApplication::style()) && qApp->styleSheet().isEmpty())
        QApplication::setStyle(new WindowStyle);
    Applied& state = applied();
    state.choice = choice;
    state.fontSize = std::clamp(fontSize, kMinimumFontSize, kMaximumFontSize);
    const bool dark =
        choice == ThemeChoice::Dark || (choice == ThemeChoice::System && desktopIsDark());
    state.theme = dark ? &darkTheme() : &lightTheme();

    QApplication::setPalette(themePalette(*state.theme));
    QApplication::setFont(textFont(TextStyle::Body));
    QToolTip::setFont(textFont(TextStyle::Caption));
    QToolTip::setPalette(themePalette(*state.theme));
    qApp->setStyleSheet(styleSheet(*state.theme));
    QApplication::setEffectEnabled(Qt::UI_FadeMenu, false);
    QApplication::setEffectEnabled(Qt::UI_AnimateMenu, false);
    QApplication::setEffectEnabled(Qt::UI_AnimateCombo, false);
    QApplication::setEffectEnabled(Qt::UI_FadeTooltip, false);
    QApplication::setEffectEnabled(Qt::UI_AnimateTooltip, false);
    FocusRing::install();
}

}  // namespace winnow::ui
