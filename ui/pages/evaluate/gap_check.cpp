// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/gap_check.h"

#include <algorithm>

namespace winnow::ui {

GapCheck readGapCheck(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    GapCheck check;
    check.id = QString::fromStdString(id);
    check.delta = result.number("delta");
    check.samples = result.count("samples");
    for (const ResultObject& row : result.rows("rows"))
        check.rows.push_back({.width = row.count("width", 1),
                              .inits = row.count("inits"),
                              .gap = row.number("gap"),
                              .scaled = row.number("scaled"),
                              .bound = row.number("bound"),
                              .aboveBound = row.has("above_bound") ? row.count("above_bound") : 0});
    if (result.has("pair_statistics")) {
        const ResultObject pairs = result.object("pair_statistics");
        check.pairs = {.pairs = pairs.count("pairs"),
                       .largestAtLabels = pairs.number("largest_at_labels"),
                       .diagonalToOffDiagonal = pairs.number("diagonal_to_off_diagonal"),
                       .negative = pairs.number("negative"),
                       .largestToSecond = pairs.number("largest_to_second"),
                       .largestToSum = pairs.number("largest_to_sum")};
    }
    if (check.rows.empty()) result.refuse(QStringLiteral("\"rows\" is empty"));
    std::ranges::sort(check.rows, {}, &GapCheck::Row::width);
    return check;
}

}  // namespace winnow::ui
