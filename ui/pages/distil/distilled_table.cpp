// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distilled_table.h"

#include "ui/pages/train/record_table.h"
#include "ui/theme/numbers.h"

#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

std::vector<ResultTable::ColumnHead> distilledColumns() {
    using Table = DistilledTable;
    return {
        {Table::tr("Set"), Table::tr("The distilled set; click one to look at it"), true},
        {Table::tr("Method"),
         Table::tr("KIP moves images (and labels), Label Solve finds the labels alone"),
         true},
        {Table::tr("Kernel"), Table::tr("Of several one is drawn for every step"), true},
        {Table::tr("Images"), Table::tr("Images of the distilled set, in all")},
        {Table::tr("Labels"),
         Table::tr("Whether the labels were learned or stayed as they began"),
         true},
        {Table::tr("Preprocessing"), Table::tr("What the kernel's images went through"), true},
        {Table::tr("Steps"), Table::tr("Steps of Adam that were asked for")},
        {Table::tr("Accuracy, %"),
         Table::tr("Of the kernel machine on all test images at the last step; higher is better")},
        {Table::tr("Best five, %"),
         Table::tr("Mean ± one deviation of the five kept states of lowest training loss")},
        {Table::tr("Mean loss"),
         Table::tr("Half the squared error, mean over test images and classes; lower is better")},
        {Table::tr("Per step, s"), Table::tr("Seconds a step took on this machine")},
        {Table::tr("Paper, %"),
         Table::tr("What the paper prints for this data set, method, kernel and size")},
    };
}

QString methodWords(const QString& method) {
    if (method == u"label-solve") return DistilledTable::tr("Label Solve");
    return method == u"kip" ? DistilledTable::tr("KIP") : method;
}

QString preprocessingWords(const QString& preprocessing) {
    return preprocessing == u"zca" ? QStringLiteral("ZCA") : DistilledTable::tr("standard");
}

/// Numbers that are not there sort below all others.
QVariant sortable(double value) {
    return std::isfinite(value) ? value : -std::numeric_limits<double>::infinity();
}

ResultTable::Cell inPercent(double share, double deviation = kNotDefined) {
    const double value = 100 * share;
    return {.text = std::isfinite(deviation) ? plusMinusText(value, 100 * deviation, 2)
                                             : numberText(value, 2),
            .sort = sortable(value)};
}

ResultTable::Cell paperCell(const std::optional<DistilPaperValue>& paper) {
    if (!paper) return {.sort = sortable(kNotDefined)};
    return {.text = std::isfinite(paper->deviation)
                        ? plusMinusText(paper->accuracy, paper->deviation, 2)
                        : numberText(paper->accuracy, 2),
            .sort = paper->accuracy,
            .tone = PaperTone,
            .toolTip = paper->source};
}

std::vector<ResultTable::Cell> cellsOf(const DistilledRow& row) {
    const DistilSettings& settings = row.settings;
    return {{.text = row.name, .toolTip = settings.inWords()},
            {.text = methodWords(settings.method)},
            {.text = settings.kernelsInWords()},
            {.text = countText(settings.images), .sort = static_cast<qint64>(settings.images)},
            {.text = settings.labelsAreLearned() ? DistilledTable::tr("learned")
                                                 : DistilledTable::tr("fixed")},
            {.text = preprocessingWords(settings.preprocessing)},
            {.text = settings.method == u"label-solve" ? QString() : countText(settings.steps),
             .sort = static_cast<qint64>(settings.steps)},
            inPercent(row.figures.accuracy),
            inPercent(row.figures.best.mean, row.figures.best.deviation),
            {.text = numberText(row.figures.loss, 4), .sort = sortable(row.figures.loss)},
            {.text = shortNumberText(row.figures.secondsPerStep),
             .sort = sortable(row.figures.secondsPerStep)},
            paperCell(row.paper)};
}

}  // namespace

DistilledTable::DistilledTable(QObject* parent) : ResultTable(distilledColumns(), parent) {}

void DistilledTable::setDistilled(std::vector<DistilledRow> rows) {
    m_distilled = std::move(rows);
    std::vector<std::vector<Cell>> cells;
    for (const DistilledRow& row : m_distilled) cells.push_back(cellsOf(row));
    setRows(std::move(cells));
}

QString DistilledTable::idAt(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_distilled.size() ? m_distilled[at].id : QString();
}

}  // namespace winnow::ui
