// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/small_budget_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/evaluate/evaluation_chart.h"
#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/result_table.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
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

std::vector<ResultTable::ColumnHead> budgetColumns() {
    using View = SmallBudgetView;
    return {
        {View::tr("Share, %"), View::tr("Of the set, asked for")},
        {View::tr("Samples"), View::tr("Trained on, by both ways to choose")},
        {View::tr("Random, %"),
         View::tr("Test accuracy after the last epoch, samples drawn at random: mean ± one "
                  "standard deviation over runs. Higher is better")},
        {View::tr("Head cluster, %"),
         View::tr("The same with samples drawn from each class's largest cluster only")},
        {View::tr("Difference, pp"),
         View::tr("Head cluster minus random, in percentage points; above 0: head cluster better")},
        {QStringLiteral("t"), View::tr("Welch's t, no unit; further from 0 is clearer")},
        {QStringLiteral("df"), View::tr("Degrees of freedom")},
        {QStringLiteral("p"),
         View::tr("Two-sided, 0 to 1: how often so large a difference comes by chance")},
        {View::tr("Head cluster"), View::tr("Welch's test at p < 0.05"), true}};
}

std::vector<ResultTable::Cell> cellsOf(const SmallBudget::Row& row) {
    const double difference = kPercent * (row.headCluster.mean - row.random.mean);
    const auto accuracy = [](const SummaryFigures& figures) -> ResultTable::Cell {
        return {plusMinusText(kPercent * figures.mean, kPercent * figures.deviation, 2),
                figures.mean,
                PlainTone,
                SmallBudgetView::tr("95 % interval of the mean: %1 to %2 %, %3")
                    .arg(numberText(kPercent * figures.low, 2),
                         numberText(kPercent * figures.high, 2),
                         runsText(figures.n))};
    };
    return {{shortNumberText(kPercent * row.share), row.share},
            {countText(row.samples),
             static_cast<qint64>(row.samples),
             PlainTone,
             row.shrunk > 0 ? SmallBudgetView::tr("%1 fewer than the share asks for, in both sets: "
                                                  "a head cluster was too small")
                                  .arg(countText(row.shrunk))
                            : QString()},
            accuracy(row.random),
            accuracy(row.headCluster),
            {signedText(difference, 2), difference},
            {numberText(row.t, 2), row.t},
            {numberText(row.df, 1), row.df},
            {probabilityText(row.p), row.p},
            {verdictText(row.verdict, QLatin1String(kRandomMethod)), {}, verdictTone(row.verdict)}};
}

LineSeries curve(const SmallBudget& budget, std::size_t row, SmallBudget::Method method) {
    std::vector<std::span<const float>> curves;
    for (std::int64_t run = 0; run < budget.runs; ++run)
        curves.push_back(budget.curve(row, method, run));
    LineSeries mean = meanCurve(curves);
    mean.note = SmallBudgetView::tr("mean of %1").arg(runsText(budget.runs));
    const bool random = method == SmallBudget::Random;
    mean.name = random ? SmallBudgetView::tr("random") : SmallBudgetView::tr("head cluster");
    mean.colour = random ? DataColour::neutral() : DataColour::accent();
    mean.dashed = random;
    return mean;
}

}  // namespace

LineChartData smallBudgetChart(const SmallBudget& budget, std::size_t row) {
    LineChartData data;
    data.x = {SmallBudgetView::tr("Epoch"), {}, 0};
    data.y = {SmallBudgetView::tr("Test accuracy"), QStringLiteral("%"), 2};
    data.xLow = 1;
    data.xHigh = static_cast<double>(std::max<std::int64_t>(2, budget.epochs));
    for (const auto method : {SmallBudget::Random, SmallBudget::HeadCluster})
        if (LineSeries line = curve(budget, row, method); !line.points.isEmpty())
            data.series << line;
    return data;
}

QString smallBudgetSentence(const SmallBudget::Row& row) {
    const QString share = shortPercentText(row.share);
    if (row.verdict.isEmpty())
        return SmallBudgetView::tr("At %1 there is %2.")
            .arg(share, verdictText(row.verdict, QLatin1String(kRandomMethod)));
    const QString test = pText(row.p);
    if (row.verdict == u"better")
        return SmallBudgetView::tr(
                   "At %1 samples of the head clusters train better than random "
                   "ones (Welch, %2): the others are poisoning at this budget.")
            .arg(share, test);
    if (row.verdict == u"worse")
        return SmallBudgetView::tr(
                   "At %1 samples of the head clusters train worse than random "
                   "ones (Welch, %2).")
            .arg(share, test);
    return SmallBudgetView::tr("At %1 no difference is shown (Welch, %2).").arg(share, test);
}

SmallBudgetView::SmallBudgetView(const PageContext& context, QWidget* parent)
    : ResultView(context,
                 Icon::Evaluate,
                 QStringLiteral("small-budget"),
                 QStringLiteral("small-budget"),
                 parent),
      m_chartRow(makePanelSplitter(Qt::Horizontal, this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_tablePanel(new Panel(tr("After the last epoch"), this)),
      m_table(new QTableView(m_tablePanel)),
      m_model(new ResultTable(budgetColumns(), this)),
      m_conclusion(makeParagraph({}, "secondary", m_tablePanel)),
      m_figure(m_model) {
    makeTable();
    m_rows->addWidget(m_chartRow);
    m_rows->addWidget(m_tablePanel);
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    setContent(m_rows);
    refresh();
}

SmallBudgetView::~SmallBudgetView() = default;

void SmallBudgetView::makeTable() {
    setUpSortedTable(*m_table, m_model);
    m_table->setAccessibleName(tr("Tests of the small budgets"));
    auto* again = new QPushButton(tr("Run again…"), m_tablePanel);
    setStartButton(again);
    m_tablePanel->addHeaderWidget(choice());
    m_tablePanel->addHeaderWidget(again);
    m_tablePanel->setContent(m_table);
    m_tablePanel->body()->addWidget(m_conclusion);
    m_tablePanel->setFigure(&m_figure);
}

QString SmallBudgetView::conclusion() const { return m_conclusion->text(); }

void SmallBudgetView::showCharts(const SmallBudget& budget, const QString& provenance) {
    for (std::size_t row = 0; row < budget.rows.size(); ++row) {
        const QString share = shortPercentText(budget.rows[row].share);
        auto* panel =
            new Panel(tr("%1: %2").arg(share, samplesText(budget.rows[row].samples)), m_chartRow);
        auto* chart = new LineChart(panel);
        chart->setAccessibleName(tr("Accuracy by epoch at %1").arg(share));
        panel->setSubtitle(tr("higher is better; ± one deviation"));
        panel->setContent(chart);
        panel->setFigure(chart);
        showLines(*panel, *chart, smallBudgetChart(budget, row), provenance);
        m_chartRow->addWidget(panel);
        m_charts.push_back(chart);
    }
}

void SmallBudgetView::showResult(const QString& id) {
    const SmallBudget budget = readSmallBudget(session()->project(), id.toStdString());
    showNothing();
    const QString provenance = tr("%1 of %2: %3, %4")
                                   .arg(session()->title(id),
                                        session()->title(session()->chosen(Part::Dataset)),
                                        runsText(budget.runs),
                                        epochsText(budget.epochs));
    showCharts(budget, provenance);
    std::vector<std::vector<ResultTable::Cell>> cells;
    QStringList sentences;
    for (const SmallBudget::Row& row : budget.rows) {
        cells.push_back(cellsOf(row));
        sentences << smallBudgetSentence(row);
    }
    m_model->setRows(std::move(cells));
    m_conclusion->setText(sentences.join(u' '));
    m_figure.setProvenance(provenance);
    QString subtitle = tr("%1 each, Welch's t-test").arg(runsText(budget.runs));
    if (budget.diverged > 0)
        subtitle += tr("; %1 diverged, left out").arg(countText(budget.diverged));
    m_tablePanel->setSubtitle(subtitle);
}

void SmallBudgetView::showJob(const Job& job) {
    showNothing();
    m_tablePanel->setSubtitle(jobProgressText(job));
}

void SmallBudgetView::showNothing() {
    for (const LineChart* chart : m_charts) delete chart->parentWidget();
    m_charts.clear();
    m_model->setRows({});
    m_conclusion->clear();
    m_tablePanel->setSubtitle({});
}

ResultView::Missing SmallBudgetView::missing() const {
    if (session()->dataset() == nullptr)
        return {tr("No data set yet"),
                tr("Small budgets are drawn from a data set: import one first."),
                tr("Go to Data"),
                PageId::Data};
    if (session()->chosen(Part::Cluster).isEmpty())
        return {tr("No clusters yet"),
                tr("Small budgets compare random samples with samples of the largest clusters: "
                   "cluster first."),
                tr("Go to Clusters"),
                PageId::Clusters};
    return {tr("No small-budget experiment yet"),
            tr("It trains on 1 % and 5 % of the set, once drawn at random and once from the "
               "largest clusters only, ten times each (Fig. 18 of the paper). The form shows the "
               "time it takes."),
            tr("Train on small budgets…")};
}

QByteArray SmallBudgetView::saveState() const { return m_rows->saveState(); }

void SmallBudgetView::restoreState(const QByteArray& state) { m_rows->restoreState(state); }

}  // namespace winnow::ui
