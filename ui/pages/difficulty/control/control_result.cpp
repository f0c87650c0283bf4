// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/control_result.h"

#include "ui/session/artifact_files.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

template <typename T>
std::array<T, kCompanies> oneEach(const ResultObject& json,
                                  const char* key,
                                  const std::vector<T>& values) {
    std::array<T, kCompanies> all = {};
    if (values.size() != all.size())
        json.refuse(QStringLiteral("\"%1\" holds %2 values instead of %3")
                        .arg(QLatin1String(key))
                        .arg(values.size())
                        .arg(all.size()));
    std::ranges::copy(values, all.begin());
    return all;
}

std::array<SummaryFigures, kCompanies> difficultyOf(const ResultObject& json) {
    return oneEach(json, "difficulty", json.summaries("difficulty"));
}

void readFigures(ControlResult& result, const ResultObject& json) {
    result.added = json.count("added");
    result.dropped = oneEach(json, "dropped", json.counts("dropped"));
    result.difficulty = difficultyOf(json);
    std::int64_t label = 0;
    for (const ResultObject& row : json.rows("per_class"))
        result.perClass.push_back({label++, difficultyOf(row)});
    result.ordered = json.flag("ordered");
    result.targetRule = json.text("target");
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
    readFigures(result, ResultObject::of(project, id));
    files.required(result.target, "target.npy", {classes});
    files.required(result.member, "member.npy", {kCompanies, classes, ArtifactFiles::kAny});
    files.required(result.kappa, "kappa.npy", {kCompanies, classes, result.member.dim(2)});
    files.required(
        result.loss, "loss.npy", {kCompanies, ArtifactFiles::kAny, ArtifactFiles::kAny, classes});
    files.requireIds(result.target, "target.npy", samples, -1);
    files.requireIds(result.member, "member.npy", samples, -1);
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
