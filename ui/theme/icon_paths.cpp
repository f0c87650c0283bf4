// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QPainterPath>
#include <QStringList>

#include <array>

namespace winnow::ui {
namespace {

// M x y, L x y, C six numbers, Z, O centre and radius: all on a 16 px grid.
const char* pathText(Icon icon) {
    switch (icon) {
        case Icon::Winnow:
            return "M8 14 L8 6 M8 10 C5 10 3.5 8.5 3.5 6 C6 6 8 7.5 8 10 M8 10 C11 10 12.5 8.5 "
                   "12.5 6 C10 6 8 7.5 8 10 "
                   "M8 6 C6.4 4.8 6.4 3 8 1.5 C9.6 3 9.6 4.8 8 6 M5.5 14 L10.5 14";
        case Icon::Data:
            return "M2.5 2.5 L6.5 2.5 L6.5 6.5 L2.5 6.5 Z M9.5 2.5 L13.5 2.5 L13.5 6.5 L9.5 6.5 Z "
                   "M2.5 9.5 L6.5 9.5 L6.5 13.5 L2.5 13.5 Z M9.5 9.5 L13.5 9.5 L13.5 13.5 L9.5 "
                   "13.5 Z";
        case Icon::Train:
            return "M2.5 2 L2.5 13.5 L14 13.5 M4.5 4 C5.5 9.5 8 10.5 13.5 10.8";
        case Icon::Interactions:
            return "M2.5 2.5 L13.5 2.5 L13.5 13.5 L2.5 13.5 Z M2.5 6.2 L13.5 6.2 M2.5 9.8 L13.5 "
                   "9.8 M6.2 2.5 L6.2 13.5 "
                   "M9.8 2.5 L9.8 13.5";
        case Icon::Clusters:
            return "O4.8 4.8 2.3 O11.4 5.6 1.7 O5.4 11.5 1.7 O11 11.2 2.3";
        case Icon::Difficulty:
            return "M2 13.5 L14 13.5 M4 13.5 L4 9.5 M7 13.5 L7 3 M10 13.5 L10 6.5 M13 13.5 L13 "
                   "10.5";
        case Icon::Prune:
            return "O4.2 4.3 1.9 O4.2 11.7 1.9 M5.8 5.4 L13.5 11.5 M5.8 10.6 L13.5 4.5";
        case Icon::Distil:
            return "M6.2 2 L9.8 2 M6.8 2 L6.8 6.3 L3.2 12.2 C2.8 13 3.2 13.8 4.2 13.8 L11.8 13.8 "
                   "C12.8 13.8 13.2 13 12.8 "
                   "12.2 L9.2 6.3 L9.2 2 M4.9 9.8 L11.1 9.8";
        case Icon::Represent:
            return "O8 8 1.7 O3.2 3.2 1.3 O12.8 3.2 1.3 O3.2 12.8 1.3 O12.8 12.8 1.3 M4.2 4.2 L6.8 "
                   "6.8 M11.8 4.2 L9.2 6.8 "
                   "M4.2 11.8 L6.8 9.2 M11.8 11.8 L9.2 9.2";
        case Icon::Evaluate:
            return "M2.5 2 L2.5 13.5 L14 13.5 M4.8 11 L7.5 7.5 L9.8 9 L13.5 3.8 M10.8 3.5 L13.7 "
                   "3.5 L13.7 6.4";
        case Icon::Filter:
            return "M2 3 L14 3 L9.5 8.3 L9.5 12.2 L6.5 13.7 L6.5 8.3 Z";
        case Icon::Add:
            return "M8 2.5 L8 13.5 M2.5 8 L13.5 8";
        case Icon::Close:
            return "M3.5 3.5 L12.5 12.5 M12.5 3.5 L3.5 12.5";
        case Icon::Check:
            return "M3 8.5 L6.5 12 L13 4.5";
        case Icon::Undo:
            return "M5.8 3 L2.8 6 L5.8 9 M2.8 6 L9.5 6 C14.6 6 14.6 13 9.5 13 L6.5 13";
        case Icon::Redo:
            return "M10.2 3 L13.2 6 L10.2 9 M13.2 6 L6.5 6 C1.4 6 1.4 13 6.5 13 L9.5 13";
        case Icon::Find:
            return "O7 7 4.3 M10.2 10.2 L14 14";
        case Icon::Help:
            return "M5.2 5.6 C5.2 1.6 11 1.9 11 5.5 C11 7.9 8 8.1 8 10.6 O8 13.3 0.4";
        case Icon::Copy:
            return "M5.5 5.5 L13.5 5.5 L13.5 13.5 L5.5 13.5 Z M10.5 5.5 L10.5 2.5 L2.5 2.5 L2.5 "
                   "10.5 L5.5 10.5";
        case Icon::Export:
            return "M8 10.5 L8 2 M5 5 L8 2 L11 5 M4.8 7.5 L2.8 7.5 L2.8 13.8 L13.2 13.8 L13.2 7.5 "
                   "L11.2 7.5";
        case Icon::Import:
            return "M8 2 L8 10.5 M5 7.5 L8 10.5 L11 7.5 M4.8 5.5 L2.8 5.5 L2.8 13.8 L13.2 13.8 "
                   "L13.2 5.5 L11.2 5.5";
        case Icon::Save:
            return "M2.5 2.5 L10.8 2.5 L13.5 5.2 L13.5 13.5 L2.5 13.5 Z M5 2.5 L5 6 L10 6 L10 2.5 "
                   "M4.8 13.5 L4.8 9.3 "
                   "L11.2 9.3 L11.2 13.5";
        case Icon::Tag:
            return "M2.5 2.5 L7.8 2.5 L13.8 8.5 L8.5 13.8 L2.5 7.8 Z O5.4 5.4 0.8";
        case Icon::Exclude:
            return "O8 8 5.8 M4 4 L12 12";
        case Icon::Warning:
            return "M8 2.2 L14.3 13.3 L1.7 13.3 Z M8 6.3 L8 9.5 O8 11.4 0.3";
        case Icon::Error:
            return "O8 8 5.8 M5.9 5.9 L10.1 10.1 M10.1 5.9 L5.9 10.1";
        case Icon::Info:
            return "O8 8 5.8 M8 7.3 L8 11.2 O8 5.1 0.3";
        case Icon::Interrupted:
            return "O8 8 5.8 M8 4.6 L8 8.2 L10.4 9.6";
        case Icon::ChevronDown:
            return "M4.2 6.2 L8 10 L11.8 6.2";
        case Icon::ChevronUp:
            return "M4.2 9.8 L8 6 L11.8 9.8";
        case Icon::ChevronRight:
            return "M6.2 4.2 L10 8 L6.2 11.8";
        case Icon::ChevronLeft:
            return "M9.8 4.2 L6 8 L9.8 11.8";
        case Icon::Play:
            return "M4.5 2.8 L13 8 L4.5 13.2 Z";
        case Icon::Pause:
            return "M5 3 L5 13 M11 3 L11 13";
        case Icon::Stop:
            return "M3.8 3.8 L12.2 3.8 L12.2 12.2 L3.8 12.2 Z";
        case Icon::Reload:
            return "M13.2 8 C13.2 14.6 3 14.9 2.8 8 C2.8 2 10.6 0.6 12.8 5.4 M13.1 2.2 L13.1 5.6 "
                   "L9.7 5.6";
        case Icon::Folder:
            return "M2 12.8 L2 3.2 L6.3 3.2 L7.8 5 L14 5 L14 12.8 Z";
        case Icon::File:
            return "M3.5 2 L9.2 2 L12.5 5.3 L12.5 14 L3.5 14 Z M9 2 L9 5.5 L12.5 5.5";
        case Icon::Settings:
            return "M2 4.5 L8.3 4.5 M11.7 4.5 L14 4.5 O10 4.5 1.7 M2 11.5 L4.3 11.5 M7.7 11.5 L14 "
                   "11.5 O6 11.5 1.7";
        case Icon::More:
            return "O3.2 8 0.5 O8 8 0.5 O12.8 8 0.5";
        case Icon::Image:
            return "M2 3 L14 3 L14 13 L2 13 Z O5.4 6.2 1.1 M2.4 12.5 L6.6 8.8 L9 10.8 L11.2 8.4 "
                   "L13.8 11";
        case Icon::Lasso:
            return "M5.2 10.7 C0.6 9 1.4 2.6 8 2.6 C14.8 2.6 15.2 10.6 8 10.9 C7.1 10.9 6.4 10.9 "
                   "5.8 10.8 O4.7 11.6 1.3 "
                   "M4.6 12.9 C4.6 13.9 4 14.4 3 14.6";
        case Icon::Rectangle:
            return "M2.5 5 L2.5 2.5 L5 2.5 M7 2.5 L9 2.5 M11 2.5 L13.5 2.5 L13.5 5 M13.5 7 L13.5 9 "
                   "M13.5 11 L13.5 13.5 "
                   "L11 13.5 M9 13.5 L7 13.5 M5 13.5 L2.5 13.5 L2.5 11 M2.5 9 L2.5 7";
        case Icon::Pin:
            return "M5.5 2.2 L10.5 2.2 M6.2 2.2 L6.2 6.5 L4 9.5 L12 9.5 L9.8 6.5 L9.8 2.2 M8 9.5 "
                   "L8 14";
        case Icon::Sort:
            return "M4.5 2.5 L4.5 13.5 M2 11 L4.5 13.5 L7 11 M8.5 3.5 L14 3.5 M8.5 7.2 L12.2 7.2 "
                   "M8.5 10.9 L10.4 10.9";
        case Icon::Delete:
            return "M2.5 4.2 L13.5 4.2 M6 4.2 L6 2.2 L10 2.2 L10 4.2 M4 4.2 L4.7 13.8 L11.3 13.8 "
                   "L12 4.2 M6.8 6.8 L6.8 11.2 "
                   "M9.2 6.8 L9.2 11.2";
        case Icon::Link:
            return "M6.6 9.4 L9.4 6.6 M7.3 5 L9 3.3 C11.4 1 15 4.6 12.7 7 L11 8.7 M8.7 11 L7 12.7 "
                   "C4.6 15 1 11.4 3.3 9 L5 7.3";
        case Icon::Fit:
            return "M2.5 6 L2.5 2.5 L6 2.5 M10 2.5 L13.5 2.5 L13.5 6 M13.5 10 L13.5 13.5 L10 13.5 "
                   "M6 13.5 L2.5 13.5 L2.5 10";
        case Icon::Eye:
            return "M1.5 8 C4.5 2.4 11.5 2.4 14.5 8 C11.5 13.6 4.5 13.6 1.5 8 Z O8 8 2";
        case Icon::EyeOff:
            return "M1.5 8 C4.5 2.4 11.5 2.4 14.5 8 C11.5 13.6 4.5 13.6 1.5 8 Z O8 8 2 M2.5 13.5 "
                   "L13.5 2.5";
        case Icon::List:
            return "M5.5 3.5 L14 3.5 M5.5 8 L14 8 M5.5 12.5 L14 12.5 O2.6 3.5 0.4 O2.6 8 0.4 O2.6 "
                   "12.5 0.4";
        case Icon::Findings:
            return "M3.5 14 L3.5 2.5 L12.8 2.5 L10.2 5.8 L12.8 9 L3.5 9";
        case Icon::Count:
            break;
    }
    return "";
}

// The numbers after the command letter at `at`, and `at` moved behind them.
QList<double> takeNumbers(const QStringList& parts, qsizetype& at, int count) {
    QList<double> numbers;
    numbers << parts[at].mid(1).toDouble();
    for (++at; numbers.size() < count; ++at) numbers << parts[at].toDouble();
    return numbers;
}

QPainterPath parseIconPath(const QString& text) {
    QPainterPath path;
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    for (qsizetype at = 0; at < parts.size();) {
        const QChar command = parts[at].front();
        if (command == u'Z') {
            path.closeSubpath();
            ++at;
        } else if (command == u'C') {
            const auto n = takeNumbers(parts, at, 6);
            path.cubicTo(n[0], n[1], n[2], n[3], n[4], n[5]);
        } else if (command == u'O') {
            const auto n = takeNumbers(parts, at, 3);
            path.addEllipse(QPointF(n[0], n[1]), n[2], n[2]);
        } else {
            const auto n = takeNumbers(parts, at, 2);
            command == u'M' ? path.moveTo(n[0], n[1]) : path.lineTo(n[0], n[1]);
        }
    }
    return path;
}

}  // namespace

const QPainterPath& iconPath(Icon icon) {
    static const auto paths = [] {
        std::array<QPainterPath, static_cast<std::size_t>(Icon::Count)> parsed;
        for (std::size_t i = 0; i < parsed.size(); ++i)
            parsed[i] = parseIconPath(QLatin1String(pathText(static_cast<Icon>(i))));
        return parsed;
    }();
    return paths.at(static_cast<std::size_t>(icon));
}

}  // namespace winnow::ui
