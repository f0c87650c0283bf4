// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/wording.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct WordingText {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

}  // namespace

QString samplesText(std::int64_t count) {
    return count == 1 ? WordingText::tr("1 sample")
                      : WordingText::tr("%1 samples").arg(countText(count));
}

QString listText(const QStringList& names, int most) {
    if (names.size() <= most) return names.join(QStringLiteral(", "));
    return WordingText::tr("%1 and %2 more")
        .arg(names.mid(0, most).join(QStringLiteral(", ")))
        .arg(names.size() - most);
}

QString readOnlyText() { return WordingText::tr("This project can only be looked at."); }

QString sentenceText(const QString& message) {
    QString sentence = message.trimmed();
    if (sentence.isEmpty()) return sentence;
    // A path or an id keeps its case.
    const QString firstWord = sentence.section(QLatin1Char(' '), 0, 0);
    const bool plainWord = std::all_of(firstWord.begin(), firstWord.end(), [](QChar c) {
        return c.isLetter() || c == QLatin1Char(',');
    });
    if (plainWord) sentence[0] = sentence[0].toUpper();
    if (!sentence.endsWith(QLatin1Char('.'))) sentence += QLatin1Char('.');
    return sentence;
}

}  // namespace winnow::ui
