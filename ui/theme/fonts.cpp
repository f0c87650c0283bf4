// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QFontMetricsF>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr const char* kFallbacks[] = {"Roboto", "Open Sans", "Noto Sans", "DejaVu Sans"};

bool hasMediumWeight(const QString& family) {
    const QStringList styles = QFontDatabase::styles(family);
    return std::any_of(styles.begin(), styles.end(), [&](const QString& style) {
        const int weight = QFontDatabase::weight(family, style);
        return weight == QFont::Medium || weight == QFont::DemiBold;
    });
}

int pixelSizeAt13(TextStyle style) {
    switch (style) {
        case TextStyle::Hero:
            return 26;
        case TextStyle::PageTitle:
            return 20;
        case TextStyle::PanelTitle:
            return 14;
        case TextStyle::Body:
        case TextStyle::BodyStrong:
            return 13;
        case TextStyle::Caption:
            return 12;
        case TextStyle::Badge:
        case TextStyle::Log:
            return 11;
    }
    return 13;
}

bool isTitle(TextStyle style) {
    return style == TextStyle::PageTitle || style == TextStyle::PanelTitle ||
           style == TextStyle::BodyStrong || style == TextStyle::Badge;
}

const QString& windowFamily() {
    static const QString family =
        chosenFamily(QFontDatabase::systemFont(QFontDatabase::GeneralFont).family());
    return family;
}

}  // namespace

bool hasEvenDigits(const QFont& font) {
    const QFontMetricsF metrics(font);
    const double zero = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'1'; digit <= u'9'; ++digit)
        if (std::abs(metrics.horizontalAdvance(QChar(digit)) - zero) > 0.01) return false;
    return true;
}

QString chosenFamily(const QString& desktopFamily) {
    QFont desktop(desktopFamily);
    desktop.setPixelSize(kBaseFontSize);
    if (hasMediumWeight(desktopFamily) && hasEvenDigits(desktop)) return desktopFamily;
    const QStringList installed = QFontDatabase::families();
    for (const char* family : kFallbacks)
        if (installed.contains(QLatin1String(family))) return QLatin1String(family);
    return desktopFamily;
}

QFont::Weight titleWeight(const QString& family) {
    const QStringList styles = QFontDatabase::styles(family);
    for (const QFont::Weight wanted : {QFont::Medium, QFont::DemiBold})
        for (const QString& style : styles)
            if (QFontDatabase::weight(family, style) == wanted) return wanted;
    return QFont::Bold;
}

QFont textFont(TextStyle style) {
    QFont font = style == TextStyle::Log ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                         : QFont(windowFamily());
    font.setPixelSize(std::max(scaled(pixelSizeAt13(style)), kMinimumFontSize));
    static const QFont::Weight medium = titleWeight(windowFamily());
    font.setWeight(isTitle(style) ? medium : QFont::Normal);
    // Whole-pixel advances look uneven at 11 to 13 px.
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace winnow::ui
