// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/control_result.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace winnow::ui {
namespace {

std::array<MeanSummary, kCompanies> summariesOf(const QJsonValue& value) {
    const QJsonArray array = value.toArray();
    std::array<MeanSummary, kCompanies> all;
    for (int i = 0; i < kCompanies; ++i)
        all.at(static_cast<std::size_t>(i)) = meanSummary(array[i]);
    return all;
}

void requireIds(const Mapped<std::int64_t>& ids,
                const char* file,
                const std::string& id,
                std::int64_t samples) {
    if (std::ranges::any_of(ids.values(), [samples](std::int64_t sample) {
            return sample < -1 || sample >= samples;
        }))
        throw badInput(id + "/" + file + " names samples that its data set does not have");
}

void readFigures(ControlResult& result, const QJsonObject& json) {
    result.added = json[QLatin1String("added")].toInteger();
    const QJsonArray dropped = json[QLatin1String("dropped")].toArray();
    for (int i = 0; i < kCompanies; ++i)
        result.dropped.at(static_cast<std::size_t>(i)) = dropped[i].toInteger();
    result.difficulty = summariesOf(json[QLatin1String("difficulty")]);
    std::int64_t label = 0;
    for (const QJsonValue& each : json[QLatin1String("per_class")].toArray())
        result.perClass.push_back(
            {label++, summariesOf(each.toObject()[QLatin1String("difficulty")])});
    result.ordered = json[QLatin1String("ordered")].toBool();
}

}  // namespace

QString companyText(Company company) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("ControlResult", text);
    };
    switch (company) {
        case Company::Interchangeable:
            return tr("interchangeable");
        case Company::Medium:
            return tr("medium");
        case Company::NonInterchangeable:
            break;
    }
    return tr("non-interchangeable");
}

QString companyKey(Company company) {
    const QString keys[kCompanies] = {QStringLiteral("interchangeable"),
                                      QStringLiteral("medium"),
                                      QStringLiteral("non-interchangeable")};
    return keys[static_cast<int>(company)];
}

ControlResult controlResult(const store::Project& project,
                            const std::string& id,
                            std::int64_t samples,
                            std::int64_t classes) {
    const ArtifactFiles files(project, id);
    ControlResult result;
    readFigures(result, files.result());
    files.required(result.target, "target.npy", {classes});
    files.required(result.member, "member.npy", {kCompanies, classes, ArtifactFiles::kAny});
    files.required(result.kappa, "kappa.npy", {kCompanies, classes, result.member.dim(2)});
    files.required(
        result.loss, "loss.npy", {kCompanies, ArtifactFiles::kAny, ArtifactFiles::kAny, classes});
    requireIds(result.target, "target.npy", id, samples);
    requireIds(result.member, "member.npy", id, samples);
    result.runs = result.loss.dim(1);
    result.epochs = result.loss.dim(2);
    result.id = QString::fromStdString(id);
    return result;
}

std::vector<ControlResult::Member> ControlResult::members(Company company,
                                                          std::int64_t label) const {
    std::vector<Member> all;
    if (label < 0 || label >= target.size()) return all;
    const std::int64_t width = member.dim(2);
    const std::int64_t first = (static_cast<std::int64_t>(company) * target.size() + label) * width;
    for (std::int64_t i = first; i < first + width; ++i)
        if (member[i] >= 0) all.push_back({member[i], kappa[i]});
    return all;
}

}  // namespace winnow::ui
