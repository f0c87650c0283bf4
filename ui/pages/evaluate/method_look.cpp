// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/method_look.h"

#include "ui/pages/evaluate/evaluation.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct MethodLookText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Evaluate)
};

/// Of methods that are not ours, in this order: far from each other and from the accent.
constexpr std::array kSlots{6, 4, 2, 8, 3, 5, 7, 9};

bool isReference(const QString& method) {
    return method == QLatin1String(kFullMethod) || method == QLatin1String(kRandomMethod);
}

}  // namespace

QString methodTitle(const QString& method) {
    if (method == QLatin1String(kFullMethod)) return MethodLookText::tr("full set");
    if (method == QLatin1String(kRandomMethod)) return MethodLookText::tr("random");
    if (method == u"lpntk-pipeline") return MethodLookText::tr("lpNTK pipeline");
    if (method == u"redundant") return MethodLookText::tr("redundant out");
    if (method == u"el2n") return QStringLiteral("EL2N");
    if (method == u"grand") return QStringLiteral("GraNd");
    if (method == u"forgetting") return MethodLookText::tr("forgetting score");
    if (method == u"influence-score") return MethodLookText::tr("influence score");
    return method;
}

MethodLook methodLook(const QString& method, const QStringList& methods) {
    if (method == QLatin1String(kFullMethod)) return {.colour = DataColour::text()};
    if (method == QLatin1String(kRandomMethod))
        return {.colour = DataColour::neutral(), .dashed = true};
    QStringList others = methods;
    others.removeIf(isReference);
    const auto isOurs = [](const QString& name) { return name.startsWith(u"lpntk"); };
    const auto ours = std::ranges::find_if(others, isOurs);
    if (ours != others.end()) others.move(ours - others.begin(), 0);
    const auto place = std::max<qsizetype>(0, others.indexOf(method));
    if (place == 0) return {.marker = MarkShape::Disc};
    const auto shape = static_cast<MarkShape>(place % kClassSlots);
    const auto slot = kSlots.at(static_cast<std::size_t>(place - 1) % kSlots.size());
    return {.colour = DataColour::slot(slot), .marker = shape};
}

}  // namespace winnow::ui
