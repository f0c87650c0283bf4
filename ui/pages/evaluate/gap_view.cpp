// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/gap_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/result_table.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

namespace winnow::ui {
namespace {

std::vector<ResultTable::ColumnHead> gapColumns() {
    using View = GapView;
    return {{View::tr("Width, units"), View::tr("Of the last hidden layer")},
            {View::tr("Networks"), View::tr("Random first weights the median is over")},
            {View::tr("Gap"),
             View::tr("Median Frobenius norm of kappa I − E, no unit, 0 upwards; 0: the kernel is "
                      "lpNTK times the identity")},
            {View::tr("Scaled gap"),
             View::tr("The gap divided by the square root of the width: D of Theorem 1")},
            {View::tr("Bound"),
             View::tr("What Theorem 1 allows for the scaled gap, with probability 1 − delta")},
            {View::tr("Gap of bound, %"),
             View::tr("Scaled gap in per cent of its bound; under 100 the theorem holds here")},
            {View::tr("Theorem 1"),
             View::tr("Whether every pair's scaled gap lies under its own bound"),
             true}};
}

/// Of how many pairs the scaled gap is above its bound.
QString verdictOf(const GapCheck::Row& row, std::int64_t pairs) {
    if (row.aboveBound == 0) return GapView::tr("holds for all %1 pairs").arg(countText(pairs));
    return GapView::tr("%1 of %2 pairs above").arg(countText(row.aboveBound), countText(pairs));
}

std::vector<ResultTable::Cell> cellsOf(const GapCheck::Row& row, std::int64_t samples) {
    const double share = 100 * row.scaled / row.bound;
    return {{countText(row.width), static_cast<qint64>(row.width)},
            {countText(row.inits), static_cast<qint64>(row.inits)},
            {numberText(row.gap, 3), row.gap},
            {numberText(row.scaled, 3), row.scaled},
            {numberText(row.bound, 3), row.bound},
            {numberText(share, 2), share},
            {verdictOf(row, row.inits * samples),
             static_cast<qint64>(row.aboveBound),
             row.aboveBound > 0 ? DangerTone : PlainTone}};
}

QString pairsText(const GapCheck::Pairs& pairs) {
    return GapView::tr(
               "In %1 pairs of the trained network the largest entry of the block stands at "
               "the two labels in %2; medians: diagonal to off-diagonal %3, negative "
               "entries %4, largest to second largest %5, largest to sum %6. So neither a "
               "norm nor one entry stands for the block.")
        .arg(countText(pairs.pairs),
             percentText(pairs.largestAtLabels, 1),
             shortNumberText(pairs.diagonalToOffDiagonal),
             percentText(pairs.negative, 1),
             shortNumberText(pairs.largestToSecond),
             shortNumberText(pairs.largestToSum));
}

/// Logarithmic with a tick at each width, or at powers of ten where there would be too many.
AxisTicks widthAxis(const GapCheck& check) {
    constexpr std::size_t kMost = 9;
    const auto low = static_cast<double>(check.rows.front().width);
    const auto high = static_cast<double>(check.rows.back().width);
    if (low == high || check.rows.size() > kMost) return logTicks(low, high);
    AxisTicks axis{low, high, true, {}};
    for (const GapCheck::Row& row : check.rows)
        axis.ticks << Tick{static_cast<double>(row.width), countText(row.width)};
    return axis;
}

LineSeries series(const QString& name, DataColour colour, MarkShape marker) {
    LineSeries made{name, {}, colour};
    made.marker = marker;
    return made;
}

}  // namespace

LineChartData gapChart(const GapCheck& check) {
    LineChartData data;
    data.x = {GapView::tr("Width of the last hidden layer"), GapView::tr("units"), 0};
    data.y = {GapView::tr("Frobenius norm"), {}, 4};
    data.logarithmicY = true;
    data.xAxis = widthAxis(check);
    LineSeries bound =
        series(GapView::tr("bound of the scaled gap"), DataColour::neutral(), MarkShape::Diamond);
    bound.dashed = true;
    LineSeries gap = series(GapView::tr("gap"), DataColour::slot(6), MarkShape::Square);
    LineSeries scaledGap = series(GapView::tr("scaled gap"), DataColour::accent(), MarkShape::Disc);
    for (const GapCheck::Row& row : check.rows) {
        const auto add = [&](LineSeries& line, double value) {
            if (value > 0) line.points << QPointF(static_cast<double>(row.width), value);
        };
        add(bound, row.bound);
        add(gap, row.gap);
        add(scaledGap, row.scaled);
    }
    for (LineSeries* line : {&bound, &gap, &scaledGap})
        if (!line->points.isEmpty()) data.series << *line;
    return data;
}

GapView::GapView(const PageContext& context, QWidget* parent)
    : ResultView(context,
                 Icon::Evaluate,
                 QStringLiteral("gap-check"),
                 QStringLiteral("gap-check"),
                 parent),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_chartPanel(new Panel(tr("Gap by width"), m_rows)),
      m_chart(new LineChart(m_chartPanel)),
      m_tablePanel(new Panel(tr("Theorem 1 by width"), m_rows)),
      m_table(new QTableView(m_tablePanel)),
      m_model(new ResultTable(gapColumns(), this)),
      m_pairs(makeParagraph({}, "secondary", m_tablePanel)),
      m_figure(m_model) {
    m_chart->setAccessibleName(tr("Gap by width"));
    m_chartPanel->setContent(m_chart);
    m_chartPanel->setFigure(m_chart);
    makeTable();
    m_rows->addWidget(m_chartPanel);
    m_rows->addWidget(m_tablePanel);
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    setContent(m_rows);
    refresh();
}

GapView::~GapView() = default;

void GapView::makeTable() {
    setUpSortedTable(*m_table, m_model);
    m_table->setAccessibleName(tr("Gap and bound by width"));
    auto* again = new QPushButton(tr("Run again…"), m_tablePanel);
    setStartButton(again);
    m_tablePanel->addHeaderWidget(choice());
    m_tablePanel->addHeaderWidget(again);
    m_tablePanel->setContent(m_table);
    m_tablePanel->body()->addWidget(m_pairs);
    m_tablePanel->setFigure(&m_figure);
}

void GapView::showPairs(const QString& words) {
    m_pairs->setText(words);
    m_pairs->setVisible(!words.isEmpty());
}

void GapView::showResult(const QString& id) {
    const GapCheck check = readGapCheck(session()->project(), id.toStdString());
    m_chartPanel->setSubtitle(
        tr("both axes logarithmic; the scaled gap must stay under its bound"));
    const QString provenance = tr("%1 of %2: %3 pairs a network, delta %4")
                                   .arg(session()->title(id),
                                        session()->title(session()->chosen(Part::Dataset)),
                                        countText(check.samples),
                                        shortNumberText(check.delta));
    showLines(*m_chartPanel, *m_chart, gapChart(check), provenance);
    m_figure.setProvenance(provenance);
    std::vector<std::vector<ResultTable::Cell>> cells;
    for (const GapCheck::Row& row : check.rows) cells.push_back(cellsOf(row, check.samples));
    m_model->setRows(std::move(cells));
    showPairs(check.pairs ? pairsText(*check.pairs) : QString());
    m_tablePanel->setSubtitle(
        tr("medians over networks and %1 pairs each; the bound holds with probability %2")
            .arg(countText(check.samples), shortNumberText(1 - check.delta)));
}

void GapView::showJob(const Job& job) {
    showNothing();
    m_tablePanel->setSubtitle(jobProgressText(job));
}

void GapView::showNothing() {
    m_chartPanel->legend()->setEntries({});
    m_chart->setData({});
    m_model->setRows({});
    showPairs({});
    m_tablePanel->setSubtitle({});
}

ResultView::Missing GapView::missing() const {
    if (session()->dataset() == nullptr)
        return {tr("No data set yet"),
                tr("Theorem 1 is checked on images of a data set: import one first."),
                tr("Go to Data"),
                PageId::Data};
    return {tr("No check of Theorem 1 yet"),
            tr("It compares lpNTK with the full kernel in random networks of growing width and "
               "holds the gap against the bound of the paper's Theorem 1. The quick preset takes "
               "minutes on a CPU."),
            tr("Check Theorem 1…")};
}

QByteArray GapView::saveState() const { return m_rows->saveState(); }

void GapView::restoreState(const QByteArray& state) { m_rows->restoreState(state); }

}  // namespace winnow::ui
