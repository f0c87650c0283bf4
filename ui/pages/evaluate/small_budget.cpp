// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/small_budget.h"

#include "ui/session/artifact_files.h"

namespace winnow::ui {

std::span<const float> SmallBudget::curve(std::size_t row, Method method, std::int64_t run) const {
    const auto width = static_cast<std::size_t>(epochs);
    const auto place =
        (row * 2 + static_cast<std::size_t>(method)) * static_cast<std::size_t>(runs) +
        static_cast<std::size_t>(run);
    return accuracy.values().subspan(place * width, width);
}

SmallBudget readSmallBudget(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    SmallBudget budget;
    budget.id = QString::fromStdString(id);
    budget.runs = result.count("runs", 1);
    budget.epochs = result.count("epochs", 1);
    budget.diverged = result.count("diverged");
    for (const ResultObject& row : result.rows("rows"))
        budget.rows.push_back({.share = row.share("share"),
                               .samples = row.count("samples"),
                               .shrunk = row.count("shrunk"),
                               .random = row.summary("random"),
                               .headCluster = row.summary("head_cluster"),
                               .t = row.number("t"),
                               .df = row.number("df"),
                               .p = row.number("p"),
                               .verdict = row.textOrNull("verdict")});
    if (budget.rows.empty()) result.refuse(QStringLiteral("\"rows\" is empty"));
    const ArtifactFiles files(project, id);
    files.required(
        budget.accuracy, "accuracy.npy", {std::ssize(budget.rows), 2, budget.runs, budget.epochs});
    return budget;
}

}  // namespace winnow::ui
