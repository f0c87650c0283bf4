// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/paper_values.h"

#include <QRegularExpression>

#include <array>

namespace winnow::ui {
namespace {

struct PaperRow {
    const char* method;
    const char* table;
    std::array<PaperValue, 2> values;  ///< by PaperSet; `table` is filled in when asked for
};

/// "lpNTK: Better Generalisation with Less Data via Sample Interaction During Learning", Tables 2
/// and 3; the t-tests of sections 4.1 and 4.2. Its signs: positive where the full set is better.
const std::array<PaperRow, 8>& paperRows() {
    static const std::array<PaperRow, 8> kRows{{
        {"full", "Tables 2 and 3", {{{99.31, 0.03, {}, {}}, {93.28, 0.06, {}, {}}}}},
        {"redundant",
         "Table 2",
         {{{99.30, 0.03, {}, QStringLiteral("full against this: t(19) = 0.293, p = 0.774")},
           {93.17, 0.23, {}, QStringLiteral("full against this: t(19) = 1.562, p = 0.153")}}}},
        {"pntk",
         "Table 2",
         {{{99.27, 0.05, {}, QStringLiteral("full against this: t(19) = 13.718, p ≪ 0.01")},
           {90.93, 0.29, {}, QStringLiteral("full against this: t(19) = 26.252, p ≪ 0.01")}}}},
        {"lpntk-pipeline",
         "Table 3",
         {{{99.37, 0.04, {}, QStringLiteral("full against this: t(19) = −3.205, p = 0.005")},
           {93.55, 0.12, {}, QStringLiteral("full against this: t(19) = −3.996, p = 0.003")}}}},
        {"el2n", "Table 3", {{{99.33, 0.06, {}, {}}, {93.32, 0.07, {}, {}}}}},
        {"grand", "Table 3", {{{99.28, 0.05, {}, {}}, {92.87, 0.13, {}, {}}}}},
        {"forgetting", "Table 3", {{{99.26, 0.06, {}, {}}, {92.64, 0.22, {}, {}}}}},
        {"influence-score", "Table 3", {{{99.27, 0.05, {}, {}}, {92.53, 0.18, {}, {}}}}},
    }};
    return kRows;
}

/// Row of the tables; empty: none.
QString rowName(const PaperMatch& match, const QString& method) {
    const bool byKernel = method == u"redundant" || method == u"lpntk-pipeline";
    if (!byKernel || match.kernel.isEmpty() || match.kernel == u"lpntk") return method;
    return match.kernel == u"pntk" && method == u"redundant" ? match.kernel : QString();
}

/// MNIST itself: KMNIST, EMNIST, Fashion-MNIST and their like are other data sets.
bool isMnist(const QString& name) {
    static const QRegularExpression word(QStringLiteral("(^|[^a-z])mnist($|[^a-z])")),
        relative(QStringLiteral("fashion|kuzushiji|extended|(^|[^a-z])[ekq]-mnist"));
    return word.match(name).hasMatch() && !relative.match(name).hasMatch();
}

}  // namespace

PaperMatch paperMatch(const QString& name, std::int64_t channels, std::int64_t classes) {
    const QString lower = name.toLower();
    if (isMnist(lower)) return {PaperSet::Mnist, true};
    if (lower.contains(u"cifar") && classes == 10) return {PaperSet::Cifar10, true};
    return {channels == 1 ? PaperSet::Mnist : PaperSet::Cifar10, false};
}

QString paperSetName(PaperSet set) {
    return set == PaperSet::Mnist ? QStringLiteral("MNIST") : QStringLiteral("CIFAR-10");
}

std::optional<PaperValue> paperValue(const PaperMatch& match, const QString& method) {
    const QString name = rowName(match, method);
    for (const PaperRow& row : paperRows()) {
        if (name != QLatin1String(row.method)) continue;
        PaperValue value = row.values.at(match.set == PaperSet::Mnist ? 0 : 1);
        value.table = QLatin1String(row.table);
        return value;
    }
    return std::nullopt;
}

}  // namespace winnow::ui
