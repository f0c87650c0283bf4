// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/numbers.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr QChar kThinSpace(0x202F);
constexpr QChar kMinus(0x2212);

QString groupThousands(QString digits) {
    const qsizetype point = digits.indexOf(u'.');
    for (qsizetype at = (point < 0 ? digits.size() : point) - 3; at > 0; at -= 3)
        digits.insert(at, kThinSpace);
    return digits;
}

std::optional<QString> nonFinite(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    if (std::isinf(value)) return (value < 0 ? QString(kMinus) : QString()) + QChar(0x221E);
    return std::nullopt;
}

QString superscript(int number) {
    constexpr std::array<char16_t, 10> digits = {
        u'⁰', u'¹', u'²', u'³', u'⁴', u'⁵', u'⁶', u'⁷', u'⁸', u'⁹'};
    QString text;
    for (const QChar c : QString::number(std::abs(number))) text += digits.at(c.digitValue());
    return number < 0 ? QChar(0x207B) + text : text;
}

// "1.25e+07" becomes "1.25 × 10⁷".
QString powerOfTen(double magnitude, int significant) {
    const QString coded = QString::number(magnitude, 'e', significant - 1);
    const qsizetype e = coded.indexOf(u'e');
    QString mantissa = coded.left(e);
    if (mantissa.contains(u'.')) {
        while (mantissa.endsWith(u'0')) mantissa.chop(1);
        if (mantissa.endsWith(u'.')) mantissa.chop(1);
    }
    return mantissa + kThinSpace + QChar(0xD7) + kThinSpace + QStringLiteral("10") +
           superscript(coded.mid(e + 1).toInt());
}

}  // namespace

QString countText(qint64 count) {
    const QString digits = groupThousands(QString::number(count).remove(u'-'));
    return count < 0 ? kMinus + digits : digits;
}

QString numberText(double value, int decimals) {
    if (const auto text = nonFinite(value)) return *text;
    const QString digits = QString::number(std::abs(value), 'f', std::max(decimals, 0));
    // A value that rounds to zero has no sign.
    const bool negative = value < 0 && std::any_of(digits.begin(), digits.end(), [](QChar c) {
                              return c.isDigit() && c != u'0';
                          });
    return (negative ? QString(kMinus) : QString()) + groupThousands(digits);
}

QString signedText(double value, int decimals) {
    const QString text = numberText(value, decimals);
    const bool positive = value > 0 && text != numberText(0, decimals);
    return positive ? u'+' + text : text;
}

QString shortNumberText(double value, int significant) {
    if (const auto text = nonFinite(value)) return *text;
    if (value == 0) return QStringLiteral("0");
    const double magnitude = std::abs(value);
    const QString sign = value < 0 ? QString(kMinus) : QString();
    if (magnitude >= 1e6 || magnitude < 1e-4) return sign + powerOfTen(magnitude, significant);
    const int decimals =
        std::max(0, significant - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
    QString digits = QString::number(magnitude, 'f', decimals);
    if (digits.contains(u'.')) {
        while (digits.endsWith(u'0')) digits.chop(1);
        if (digits.endsWith(u'.')) digits.chop(1);
    }
    return sign + groupThousands(digits);
}

QString plusMinusText(double value, double deviation, int decimals) {
    return numberText(value, decimals) + QStringLiteral(" ± ") + numberText(deviation, decimals);
}

QString percentText(double share, int decimals) {
    return numberText(100 * share, decimals) + kThinSpace + u'%';
}

QString shortPercentText(double share) { return shortNumberText(100 * share) + kThinSpace + u'%'; }

QString durationText(double seconds) {
    if (const auto text = nonFinite(seconds)) return *text;
    seconds = std::max(seconds, 0.0);
    if (seconds < 9.95) return numberText(seconds, 1) + kThinSpace + u's';
    const auto whole = static_cast<qint64>(std::llround(seconds));
    const auto two = [](qint64 n) { return QString::number(n).rightJustified(2, u'0'); };
    const auto join = [](const QString& number, const char* unit) {
        return number + kThinSpace + QLatin1String(unit);
    };
    if (whole < 60) return join(QString::number(whole), "s");
    if (whole < 3600)
        return join(QString::number(whole / 60), "min") + u' ' + join(two(whole % 60), "s");
    if (whole < 86400)
        return join(QString::number(whole / 3600), "h") + u' ' +
               join(two(whole % 3600 / 60), "min");
    return join(countText(whole / 86400), "d") + u' ' +
           join(QString::number(whole % 86400 / 3600), "h");
}

QString roughDurationText(double seconds) {
    if (!(seconds >= 59.5 && seconds < 3600)) return durationText(seconds);
    if (seconds >= 3570) return durationText(3600);
    return QString::number(std::llround(seconds / 60)) + kThinSpace + QStringLiteral("min");
}

QString bytesText(double bytes) {
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    // 999.95 would be written as 1000.0.
    while (std::abs(bytes) >= (unit == 0 ? 1000 : 999.95) && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return numberText(bytes, unit == 0 ? 0 : 1) + kThinSpace + QLatin1String(units.at(unit));
}

std::optional<double> parseNumber(QString text) {
    text.remove(u'%');
    text.removeIf([](QChar c) { return c.isSpace(); });
    text.replace(kMinus, u'-').replace(u',', u'.');
    bool ok = false;
    const double value = QLocale::c().toDouble(text, &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace winnow::ui
