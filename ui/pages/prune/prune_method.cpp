// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/prune_method.h"

#include "engine/jobs/declaration.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("winnow::ui::Prune", text); }

const QString kRedundancy = QStringLiteral("redundancy");

}  // namespace

PruneMethod pruneMethod(const QString& id) {
    if (id == u"random") return {id, tr("Random"), {}};
    if (id == u"redundant") return {id, tr("Redundant out"), kRedundancy, false, true};
    if (id == u"lpntk-pipeline") return {id, tr("lpNTK pipeline"), kRedundancy, false, true};
    if (id == u"el2n") return {id, tr("Highest EL2N"), id};
    if (id == u"grand") return {id, tr("Highest GraNd"), id};
    if (id == u"forgetting") return {id, tr("Most forgotten"), id};
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
            return tr("stays");
        case Stage::Redundant:
            return tr("redundant");
        case Stage::HeadCut:
            return tr("head cut");
        case Stage::LeftOut:
            return tr("left out");
        case Stage::Validation:
            return tr("validation");
    }
    return {};
}

}  // namespace winnow::ui
