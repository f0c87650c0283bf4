// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/fonts.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace winnow::ui {

QString filledStyleSheet(QString text, const Theme& theme) {
    std::vector<ThemeToken> tokens(themeTokens().begin(), themeTokens().end());
    // Longer names first: $accent would otherwise eat the head of $accentSoft.
    std::sort(tokens.begin(), tokens.end(), [](const ThemeToken& a, const ThemeToken& b) {
        return qstrlen(a.name) > qstrlen(b.name);
    });
    for (const ThemeToken& token : tokens)
        text.replace(u'$' + QLatin1String(token.name), (theme.*token.colour).name());

    static const QRegularExpression length(QStringLiteral("(\\d+)px"));
    QString scaledText;
    qsizetype copied = 0;
    for (auto it = length.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const int px = match.captured(1).toInt();
        scaledText += QStringView(text).mid(copied, match.capturedStart() - copied);
        scaledText += QString::number(px <= 1 ? px : scaled(px)) + QStringLiteral("px");
        copied = match.capturedEnd();
    }
    return scaledText + text.mid(copied);
}

QString styleSheet(const Theme& theme) {
    QFile file(QStringLiteral(":/window.qss"));
    const bool there = file.open(QIODevice::ReadOnly);
    Q_ASSERT(there);
    QString text = there ? QString::fromUtf8(file.readAll()) : QString();
    text.replace(QLatin1String("%title"),
                 QString::number(titleWeight(textFont(TextStyle::Body).family())));
    return filledStyleSheet(text, theme);
}

}  // namespace winnow::ui
