// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/transfer_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/distil/transfer.h"
#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/result_table.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"

#include <QBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

namespace winnow::ui {
namespace {

std::vector<ResultTable::ColumnHead> transferColumns() {
    using View = TransferView;
    return {{View::tr("Network"), View::tr("Trained anew on every set"), true},
            {View::tr("Set"),
             View::tr("Distilled images, the natural images they began as, or as many at random"),
             true},
            {View::tr("Step"), View::tr("Of the distillation, whose images were taken")},
            {View::tr("Images"), View::tr("Images the network was trained on")},
            {View::tr("Loss"),
             View::tr("mse: on the labels as they are; xent: on their largest entry"),
             true},
            {View::tr("Accuracy, %"),
             View::tr("On the test images, mean ± one deviation over trainings; higher is better")},
            {View::tr("Trainings"), View::tr("With other first weights each")},
            {QStringLiteral("p"),
             View::tr("Welch's test against random, two-sided, 0 to 1: how often so large a "
                      "difference comes by chance")},
            {View::tr("Against random"), View::tr("Welch's test at p < 0.05"), true}};
}

std::vector<ResultTable::Cell> cellsOf(const TransferRow& row, const QString& of) {
    const SummaryFigures& accuracy = row.accuracy;
    return {{.text = networkText(row.network)},
            {.text = transferSetTitle(row.set), .toolTip = of},
            {.text = row.step < 0 ? QString() : countText(row.step),
             .sort = static_cast<qint64>(row.step)},
            {.text = countText(row.size), .sort = static_cast<qint64>(row.size)},
            {.text = row.loss},
            {.text = plusMinusText(100 * accuracy.mean, 100 * accuracy.deviation, 2),
             .sort = accuracy.mean,
             .toolTip =
                 TransferView::tr("95 % interval of the mean: %1 to %2 %")
                     .arg(numberText(100 * accuracy.low, 2), numberText(100 * accuracy.high, 2))},
            {.text = countText(accuracy.n), .sort = static_cast<qint64>(accuracy.n)},
            {.text = probabilityText(row.p), .sort = row.p},
            {.text = row.set == u"distilled" ? verdictText(row.verdict, QStringLiteral("random"))
                                             : QString(),
             .tone = verdictTone(row.verdict)}};
}

}  // namespace

TransferView::TransferView(const PageContext& context, QWidget* parent)
    : ResultView(
          context, Icon::Distil, QStringLiteral("transfer"), QStringLiteral("transfer"), parent),
      m_columns(makePanelSplitter(Qt::Horizontal, this)),
      m_chartPanel(new Panel(tr("Networks on these images"), m_columns)),
      m_chart(new LineChart(m_chartPanel)),
      m_tablePanel(new Panel(tr("Trainings"), m_columns)),
      m_table(new QTableView(m_tablePanel)),
      m_model(new ResultTable(transferColumns(), this)),
      m_figure(m_model) {
    fillPanel(*m_chartPanel, *m_chart, size::kLowChartMinimumHeight);
    m_chartPanel->setSubtitle(tr("test accuracy; higher is better"));
    setUpSortedTable(*m_table, m_model);
    m_table->setAccessibleName(tr("Networks and sets"));
    auto* again = new QPushButton(tr("Train networks…"), m_tablePanel);
    setStartButton(again);
    m_tablePanel->addHeaderWidget(choice());
    m_tablePanel->addHeaderWidget(again);
    m_tablePanel->setContent(m_table);
    m_tablePanel->setFigure(&m_figure);
    m_columns->addWidget(m_chartPanel);
    m_columns->addWidget(m_tablePanel);
    m_columns->setStretchFactor(0, 2);
    m_columns->setStretchFactor(1, 3);
    setContent(m_columns);
    refresh();
}

TransferView::~TransferView() = default;

void TransferView::setDistilled(const QString& id) {
    m_distilled = id;
    if (!isFilled()) refresh();
}

void TransferView::showResult(const QString& id) {
    const Transfer transfer = readTransfer(session()->project(), id.toStdString());
    const QString provenance =
        tr("%1 of %2")
            .arg(session()->title(id), session()->title(session()->chosen(Part::Dataset)));
    showLines(*m_chartPanel, *m_chart, transferChart(transfer), provenance);
    m_figure.setProvenance(provenance);
    std::vector<std::vector<ResultTable::Cell>> cells;
    for (const TransferRow& row : transfer.rows)
        cells.push_back(cellsOf(row, session()->title(row.distilled)));
    m_model->setRows(std::move(cells));
    m_tablePanel->setSubtitle(tr("Welch's t-test; a verdict needs p < 0.05"));
}

void TransferView::showJob(const Job& job) {
    showNothing();
    m_tablePanel->setSubtitle(jobProgressText(job));
}

void TransferView::showNothing() {
    m_chartPanel->legend()->setEntries({});
    m_chart->setData({});
    m_model->setRows({});
    m_tablePanel->setSubtitle({});
}

ResultView::Missing TransferView::missing() const {
    if (m_distilled.isEmpty())
        return {tr("No distilled images yet"),
                tr("Networks are trained on distilled images: make some first."),
                {}};
    return {tr("No network has learned from these images yet"),
            tr("It trains networks on the distilled images, on the natural images they began as "
               "and on as many at random, several times, and tests whether the difference is "
               "real. The form shows the time it takes."),
            tr("Train networks on these…")};
}

QJsonObject TransferView::formFields() const {
    if (m_distilled.isEmpty()) return {};
    return {{QStringLiteral("distilled"), QJsonArray{m_distilled}}};
}

QByteArray TransferView::saveState() const { return m_columns->saveState(); }

void TransferView::restoreState(const QByteArray& state) { m_columns->restoreState(state); }

}  // namespace winnow::ui
