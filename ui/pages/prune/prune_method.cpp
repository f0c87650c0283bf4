// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/prune_method.h"

#include "engine/jobs/declaration.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct PruneMethodText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Prune)
};

const QString kRedundancy = QStringLiteral("redundancy");

}  // namespace

PruneMethod pruneMethod(const QString& id) {
    if (id == u"random") return {id, PruneMethodText::tr("Random"), {}};
    if (id == u"redundant")
        return {id, PruneMethodText::tr("Redundant out"), kRedundancy, false, true};
    if (id == u"lpntk-pipeline")
        return {id, PruneMethodText::tr("lpNTK pipeline"), kRedundancy, false, true};
    if (id == u"el2n") return {id, PruneMethodText::tr("Highest EL2N"), id};
    if (id == u"grand") return {id, PruneMethodText::tr("Highest GraNd"), id};
    if (id == u"forgetting") return {id, PruneMethodText::tr("Most forgotten"), id};
    // Their scores are computed from features when they are asked for: no column of a training.
    if (id == u"herding") return {id, PruneMethodText::tr("Herding"), {}};
    if (id == u"influence-score") return {id, PruneMethodText::tr("Highest influence"), {}};
    return {id, id, {}};
}

QList<PruneMethod> pruneMethods() {
    const auto& fields = jobs::declaration("select").fields;
    const auto choices = [&](const char* name) {
        return std::find_if(fields.begin(), fields.end(), [&](const jobs::Field& field) {
            return field.name == name;
        });
    };
    const auto& ranked = choices("keep")->offeredWhere.values;
    QList<PruneMethod> methods;
    for (const std::string& choice : choices("method")->choices)
        if (std::ranges::count(ranked, choice) > 0)
            methods << pruneMethod(QString::fromStdString(choice));
    return methods;
}

QString stageWord(Stage stage) {
    switch (stage) {
        case Stage::Kept:
            return PruneMethodText::tr("stays");
        case Stage::Redundant:
            return PruneMethodText::tr("redundant");
        case Stage::HeadCut:
            return PruneMethodText::tr("head cut");
        case Stage::LeftOut:
            return PruneMethodText::tr("left out");
        case Stage::Validation:
            return PruneMethodText::tr("validation");
    }
    return {};
}

}  // namespace winnow::ui
