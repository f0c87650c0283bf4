// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

namespace winnow::ui {
namespace {

constexpr QColor rgb(QRgb value) { return QColor(qRed(value), qGreen(value), qBlue(value)); }

template <std::size_t n>
std::array<QColor, n> colours(const QRgb (&values)[n]) {
    std::array<QColor, n> result;
    for (std::size_t i = 0; i < n; ++i) result[i] = rgb(values[i]);
    return result;
}

constexpr ThemeToken kTokens[] = {
    {"bg", &Theme::bg},
    {"surface", &Theme::surface},
    {"raised", &Theme::raised},
    {"well", &Theme::well},
    {"hover", &Theme::hover},
    {"line", &Theme::line},
    {"edge", &Theme::edge},
    {"control", &Theme::control},
    {"neutralData", &Theme::neutralData},
    {"text", &Theme::text},
    {"text2", &Theme::text2},
    {"text3", &Theme::text3},
    {"accent", &Theme::accent},
    {"onAccent", &Theme::onAccent},
    {"accentText", &Theme::accentText},
    {"accentSoft", &Theme::accentSoft},
    {"warn", &Theme::warn},
    {"warnSoft", &Theme::warnSoft},
    {"danger", &Theme::danger},
    {"dangerSoft", &Theme::dangerSoft},
};

Theme makeLight() {
    Theme t;
    t.dark = false;
    t.bg = rgb(0xECEEEE);
    t.surface = rgb(0xFFFFFF);
    t.raised = rgb(0xF6F7F7);
    t.well = rgb(0xE3E6E6);
    t.hover = rgb(0xE6EAEA);
    t.line = rgb(0xD5DADA);
    t.edge = rgb(0xBCC4C6);
    t.control = rgb(0x7E898C);
    t.text = rgb(0x1B2022);
    t.text2 = rgb(0x4C5659);
    t.text3 = rgb(0x586366);
    t.accent = rgb(0x0A716D);
    t.onAccent = rgb(0xFFFFFF);
    t.accentText = rgb(0x0A6A66);
    t.accentSoft = rgb(0xD8ECEA);
    t.warn = rgb(0x8A5300);
    t.warnSoft = rgb(0xFBEBD0);
    t.danger = rgb(0xB3261E);
    t.dangerSoft = rgb(0xFBE3E0);
    t.neutralData = rgb(0x8A9598);
    t.classes = colours({0x199DE3,
                         0xB04207,
                         0x0D459D,
                         0x909778,
                         0x7C1101,
                         0x6269D0,
                         0xDB791A,
                         0x433250,
                         0xA96395,
                         0x72525D});
    t.sequential = colours(
        {0xF8F4DE, 0xC4E1C3, 0x8DCDAA, 0x68B2A8, 0x4396A6, 0x2B799B, 0x2A5B85, 0x263D6E, 0x201F58});
    t.diverging = colours({0x772E00,
                           0x9F4F1E,
                           0xC7723A,
                           0xDC9C74,
                           0xEAC7B3,
                           0xF4F3F0,
                           0xBBD3E8,
                           0x80B3DD,
                           0x4990CC,
                           0x2E6AAA,
                           0x144589});
    return t;
}

Theme makeDark() {
    Theme t;
    t.dark = true;
    t.bg = rgb(0x131516);
    t.surface = rgb(0x1C1F20);
    t.raised = rgb(0x25292A);
    t.well = rgb(0x0E1011);
    t.hover = rgb(0x2A2F30);
    t.line = rgb(0x2E3335);
    t.edge = rgb(0x434A4D);
    t.control = rgb(0x697376);
    t.text = rgb(0xE7EAEA);
    t.text2 = rgb(0xAEB6B8);
    t.text3 = rgb(0x98A2A4);
    t.accent = rgb(0x3DBDB3);
    t.onAccent = rgb(0x06201E);
    t.accentText = rgb(0x5CCFC5);
    t.accentSoft = rgb(0x163835);
    t.warn = rgb(0xF0B35A);
    t.warnSoft = rgb(0x3A2C14);
    t.danger = rgb(0xFF8A7A);
    t.dangerSoft = rgb(0x401F1B);
    t.neutralData = rgb(0x6B7679);
    t.classes = colours({0x3BACF9,
                         0xB5472E,
                         0x1A6BBF,
                         0xABD893,
                         0xB37E6B,
                         0x8586BC,
                         0xEB9A2C,
                         0xF2B9F3,
                         0xBBA6B7,
                         0x7D6374});
    t.sequential = colours(
        {0x201F58, 0x263D6E, 0x2A5B85, 0x2B799B, 0x4396A6, 0x68B2A8, 0x8DCDAA, 0xC4E1C3, 0xF8F4DE});
    t.diverging = colours({0xFCC999,
                           0xDD9B6C,
                           0xBD6D3E,
                           0x8C4F2F,
                           0x553A2C,
                           0x222325,
                           0x2D435B,
                           0x366497,
                           0x4A89C9,
                           0x77B3E4,
                           0xA4DDFF});
    return t;
}

}  // namespace

std::span<const ThemeToken> themeTokens() { return kTokens; }

const Theme& lightTheme() {
    static const Theme t = makeLight();
    return t;
}

const Theme& darkTheme() {
    static const Theme t = makeDark();
    return t;
}

}  // namespace winnow::ui
