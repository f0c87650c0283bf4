// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/control_view.h"

#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/difficulty/control/company_panel.h"
#include "ui/pages/difficulty/control/target_model.h"
#include "ui/pages/train/background.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>

namespace winnow::ui {
namespace {

constexpr int kDecimals = 2;

}  // namespace

QString orderText(const ControlResult& result) {
    const auto mean = [&](Company company) {
        return numberText(result.difficulty.at(static_cast<std::size_t>(company)).mean, kDecimals);
    };
    const QString words = result.ordered
                              ? ControlView::tr(
                                    "As in the paper: the less interchangeable the company, "
                                    "the harder the target: %1, %2, %3 nats.")
                              : ControlView::tr(
                                    "Not as in the paper: difficulty does not rise as company "
                                    "is less interchangeable: %1, %2, %3 nats.");
    return words.arg(
        mean(Company::Interchangeable), mean(Company::Medium), mean(Company::NonInterchangeable));
}

QString droppedText(const ControlResult& result) {
    QStringList parts;
    for (int i = 0; i < kCompanies; ++i)
        if (const std::int64_t runs = result.dropped.at(static_cast<std::size_t>(i)); runs > 0)
            parts << ControlView::tr("%1 %2").arg(countText(runs),
                                                  companyText(static_cast<Company>(i)));
    if (parts.isEmpty()) return {};
    return ControlView::tr("Runs that diverged and were dropped: %1, of %2 each.")
        .arg(parts.join(QStringLiteral(", ")), countText(result.runs));
}

ControlView::ControlView(const PageContext& context, QWidget* parent)
    : ExperimentView(context, QStringLiteral("difficulty-control"), parent),
      m_verdict(new ElidedLabel(this)),
      m_dropped(new ElidedLabel(this)),
      m_legend(new Legend({}, this)),
      m_all(new LineChart(this)),
      m_ofClass(new LineChart(this)),
      m_allPanel(makeChartPanel(tr("All targets"), m_all)),
      m_classPanel(makeChartPanel(tr("One target"), m_ofClass)),
      m_model(new TargetModel(session(), this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_figure(m_model),
      m_company(new CompanyPanel(session(), this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_top(makePanelSplitter(Qt::Horizontal, this)),
      m_bottom(makePanelSplitter(Qt::Horizontal, this)),
      m_background(new Background(this)) {
    setUpTable();
    // In a line of its own: the header has no room for three long names.
    m_legend->setWrapping(true);
    m_allPanel->body()->insertWidget(0, m_legend);
    auto* targets = new Panel(tr("Targets"), this);
    targets->setSubtitle(tr("difficulty, nats over all epochs; higher is harder"));
    targets->setContent(m_table);
    targets->setFigure(&m_figure);
    m_top->addWidget(m_allPanel);
    m_top->addWidget(targets);
    m_bottom->addWidget(m_classPanel);
    m_bottom->addWidget(m_company);
    // Tables and pictures need their room; curves are as clear in less.
    shareOut(*m_top, 5, 6);
    shareOut(*m_bottom, 1, 2);
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_bottom);
    shareOut(*m_rows, 4, 5);
    m_verdict->setProperty("role", QStringLiteral("strong"));
    m_dropped->setProperty("role", QStringLiteral("warn"));
    auto* above = new QWidget(this);
    auto* column = new QVBoxLayout(above);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    column->addWidget(m_verdict);
    column->addWidget(m_dropped);
    setContent(m_rows, above);
}

Panel* ControlView::makeChartPanel(const QString& title, LineChart* chart) {
    auto* panel = new Panel(title, this);
    chart->setAccessibleName(title);
    // Qt Charts sets a smaller one.
    chart->setMinimumSize(chart->minimumSizeHint());
    panel->setContent(chart);
    panel->setFigure(chart);
    return panel;
}

void ControlView::setUpTable() {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(RecordSortRole);
    setUpRecordTable(*m_table, size::kDenseTableRow);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Difficulty of each class's target"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(scaled(size::kTableHeader + 4 * size::kDenseTableRow));
    QHeaderView* header = m_table->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(TargetModel::Class, QHeaderView::Stretch);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                if (!row.isValid()) return;
                m_label = m_model->labelAt(m_sorted->mapToSource(row).row());
                m_company->showClass(*m_result, m_label);
                showClassCurves();
            });
}

ExperimentView::Lead ControlView::lead() const {
    const QString needs = tr(
        "Trains one target of each class in three kinds of company: samples that are "
        "interchangeable with it, at the edge of its cluster, and not interchangeable. The quick "
        "preset takes minutes on a CPU, the paper's 300 trainings longer; the form shows the "
        "time once one was run here.");
    if (session()->chosen(Part::Cluster).isEmpty())
        return {tr("Does the company decide what is hard?"),
                needs + u' ' + tr("It starts from clusters, which there are none of yet."),
                tr("Go to Clusters"),
                false};
    return {tr("Does the company decide what is hard?"), needs, tr("Control difficulty…")};
}

void ControlView::leadOn() {
    if (session()->chosen(Part::Cluster).isEmpty())
        Q_EMIT pageRequested(PageId::Clusters);
    else
        requestForm();
}

QByteArray ControlView::formFields() const {
    const QString cluster = session()->chosen(Part::Cluster);
    return cluster.isEmpty() ? QByteArray("{}")
                             : jsonText(QJsonObject{{QStringLiteral("cluster"), cluster}});
}

QString ControlView::partialText(const Job& job) const {
    QMap<QString, double> latest;
    for (const MetricPoint& point : job.metrics) latest[point.name] = point.value;
    QStringList parts;
    for (int i = 0; i < kCompanies; ++i)
        if (const QString name = companyKey(static_cast<Company>(i)); latest.contains(name))
            parts << tr("%1 %2").arg(companyText(static_cast<Company>(i)),
                                     numberText(latest[name], kDecimals));
    return parts.isEmpty()
               ? QString()
               : tr("Mean difficulty so far, nats: %1").arg(parts.join(QStringLiteral(", ")));
}

void ControlView::load(const std::string& id) {
    m_result =
        controlResult(session()->project(), id, session()->sampleCount(), session()->classCount());
    const QString dropped = droppedText(*m_result);
    m_verdict->setWhole(orderText(*m_result));
    m_verdict->show();
    m_dropped->setWhole(dropped);
    m_dropped->setVisible(!dropped.isEmpty());
    setFacts(tr("%1, %2, %3 added to each target")
                 .arg(runsText(m_result->runs),
                      epochsText(m_result->epochs),
                      samplesText(m_result->added)));
    m_curves = {};
    m_figure.setProvenance(session()->title(m_result->id));
    m_model->setTargets(m_result->perClass);
    chooseClass();
    showCurves();
    m_background->run([loss = m_result->loss] { return controlCurves(loss); },
                      [this](ControlCurves curves) {
                          m_curves = std::move(curves);
                          showCurves();
                      });
}

void ControlView::clear() {
    m_background->forget();
    m_result.reset();
    m_curves = {};
    m_verdict->hide();
    m_dropped->hide();
    m_model->setTargets({});
    m_company->clear();
    showCurves();
}

void ControlView::chooseClass() {
    const int row = std::max(0, m_model->rowOf(m_label));
    // The same row as before the model was new does not count as a change.
    m_table->setCurrentIndex({});
    m_table->setCurrentIndex(m_sorted->mapFromSource(m_model->index(row, 0)));
}

void ControlView::showCurves() {
    const QString provenance = m_result ? session()->title(m_result->id) : QString();
    const LineChartData figure =
        m_curves.classes.empty() ? LineChartData() : controlChart(m_curves.all);
    m_all->setData(figure);
    m_all->setProvenance(provenance);
    m_legend->setEntries(legendOf(figure));
    m_allPanel->setSubtitle(tr("mean ± deviation over runs"));
    showClassCurves();
}

void ControlView::showClassCurves() {
    const auto label = static_cast<std::size_t>(m_label);
    const bool known = m_result && m_label >= 0 && label < m_curves.classes.size();
    const LineChartData figure = known ? controlChart(m_curves.classes[label]) : LineChartData();
    m_ofClass->setData(figure);
    m_classPanel->setTitle(m_result ? tr("Target of %1").arg(session()->className(m_label))
                                    : tr("One target"));
    m_classPanel->setSubtitle(tr("mean ± deviation over runs"));
    if (m_result) m_ofClass->setProvenance(session()->title(m_result->id));
}

QString ControlView::verdict() const {
    return m_result ? orderText(*m_result) + u' ' + droppedText(*m_result) : QString();
}

QByteArray ControlView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_top->saveState() << m_bottom->saveState()
           << static_cast<qint64>(m_label);
    return state;
}

void ControlView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray rows, top, bottom;
    qint64 label = 0;
    stream >> rows >> top >> bottom >> label;
    if (stream.status() != QDataStream::Ok) return;
    m_rows->restoreState(rows);
    m_top->restoreState(top);
    m_bottom->restoreState(bottom);
    m_label = label;
    if (m_result) chooseClass();
}

}  // namespace winnow::ui
