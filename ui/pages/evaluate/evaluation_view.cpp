// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/evaluation_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/evaluate/compare_panel.h"
#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/keep_filter.h"
#include "ui/pages/evaluate/method_look.h"
#include "ui/pages/evaluate/result_table.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel_splitter.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDataStream>
#include <QIODevice>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kCompare = 232;

/// With the legend under the header, where it may take several lines.
Panel* chartPanel(const QString& title, LineChart*& chart, Legend*& legend, QWidget* parent) {
    auto* panel = new Panel(title, parent);
    legend = new Legend({}, panel);
    legend->setWrapping(true);
    panel->body()->addWidget(legend);
    chart = new LineChart(panel);
    fillPanel(*panel, *chart);
    return panel;
}

}  // namespace

EvaluationView::EvaluationView(const PageContext& context, QWidget* parent)
    : ResultView(context,
                 Icon::Evaluate,
                 QStringLiteral("evaluation"),
                 QStringLiteral("evaluate"),
                 parent),
      m_compare(new ComparePanel(choice(), this)),
      m_model(new EvaluationModel(this)),
      m_filter(new KeepFilter(this)),
      m_figure(m_filter) {
    m_filter->setSourceModel(m_model);
    makeTable();
    m_rows = makePanelSplitter(Qt::Vertical, this);
    m_rows->addWidget(makeCharts());
    m_rows->addWidget(m_tablePanel);
    m_rows->setStretchFactor(0, 5);
    m_rows->setStretchFactor(1, 4);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_rows);
    m_columns = makePanelSplitter(Qt::Horizontal, this);
    m_columns->addWidget(m_compare);
    m_columns->addWidget(scroll);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({scaled(kCompare), scaled(4 * kCompare)});
    setContent(m_columns);
    setStartButton(m_compare->button());
    connect(m_compare, &ComparePanel::changed, this, &EvaluationView::showChart);
    connect(m_chart, &LineChart::pointActivated, this, [this](int series, int point) {
        const EvaluationPoint* at = pointAt(*m_evaluation, m_chart->data(), series, point);
        if (at == nullptr) return;
        if (at->keep < 1) {
            m_keep = at->keep;
            showKeep();
        }
        lookAt(at->method, at->keep);
    });
    connect(m_keeps, &QComboBox::activated, this, [this](int index) {
        const QVariant keep = m_keeps->itemData(index);
        m_keep = keep.isValid() ? std::optional(keep.toDouble()) : std::nullopt;
        showKeep();
    });
    refresh();
}

EvaluationView::~EvaluationView() = default;

QWidget* EvaluationView::makeCharts() {
    m_charts = makePanelSplitter(Qt::Horizontal, this);
    m_chartPanel = ui::chartPanel(tr("Accuracy over kept share"), m_chart, m_legend, m_charts);
    m_trainingPanel = ui::chartPanel(tr("Trainings"), m_trainings, m_trainingLegend, m_charts);
    m_charts->addWidget(m_chartPanel);
    m_charts->addWidget(m_trainingPanel);
    m_charts->setStretchFactor(0, 5);
    m_charts->setStretchFactor(1, 3);
    return m_charts;
}

void EvaluationView::makeTable() {
    m_tablePanel = new Panel(tr("Every kept share"), this);
    m_keeps = new QComboBox(m_tablePanel);
    m_keeps->setAccessibleName(tr("Kept share"));
    m_tablePanel->addHeaderWidget(m_keeps);
    m_table = new QTableView(m_tablePanel);
    setUpResultTable(*m_table, m_filter);
    m_table->setAccessibleName(tr("Methods and tests"));
    m_tablePanel->setContent(m_table);
    m_tablePanel->setFigure(&m_figure);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                if (row.isValid())
                    lookAt(row.data(EvaluationModel::MethodRole).toString(),
                           row.data(EvaluationModel::KeepRole).toDouble());
            });
}

void EvaluationView::showResult(const QString& id) {
    auto evaluation =
        std::make_shared<Evaluation>(readEvaluation(session()->project(), id.toStdString()));
    take(evaluation,
         tr("%1 of %2: %3, %4 test samples, accuracy after %5")
             .arg(session()->title(id),
                  session()->title(session()->chosen(Part::Dataset)),
                  networkText(evaluation->model),
                  countText(evaluation->testSamples),
                  epochsText(evaluation->epochs)));
}

void EvaluationView::showJob(const Job& job) {
    const auto reported = reportedEvaluation(job.metrics);
    take(std::make_shared<Evaluation>(reported.value_or(Evaluation{})),
         tr("A comparison that has not ended (%1)").arg(jobProgressText(job)));
}

void EvaluationView::showNothing() { take(nullptr, {}); }

void EvaluationView::take(std::shared_ptr<const Evaluation> evaluation, const QString& provenance) {
    m_evaluation = std::move(evaluation);
    m_provenance = provenance;
    const bool some = m_evaluation != nullptr && !m_evaluation->points.empty();
    m_model->setEvaluation(some ? m_evaluation : nullptr, some ? paperValues() : PaperMatch{});
    if (some)
        m_compare->showEvaluation(*m_evaluation);
    else
        m_compare->showNothing();
    m_figure.setProvenance(provenance);
    listKeeps();
    showChart();
    showKeep();
    if (!some || m_evaluation->point(m_method, m_methodKeep) == nullptr) {
        // What is looked at first: ours at the share nearest to the paper's 80 %.
        m_method.clear();
        if (some) {
            const auto keeps = m_evaluation->keeps();
            const QStringList methods = m_evaluation->methods();
            m_method = methods.last();
            for (const QString& method : methods)
                if (methodLook(method, methods).colour == DataColour::accent()) m_method = method;
            m_methodKeep = keeps.empty() ? 1 : *std::ranges::min_element(keeps, {}, [](double k) {
                return std::abs(k - 0.8);
            });
        }
    }
    showTrainings();
}

PaperMatch EvaluationView::paperValues() const {
    const store::Dataset* dataset = session()->dataset();
    if (dataset == nullptr) return {};
    PaperMatch match =
        paperMatch(QString::fromStdString(dataset->name), dataset->channels, dataset->classes());
    const QString kernel = session()->ancestor(m_evaluation->id, Part::Kernel);
    if (const store::ArtifactRow* row = session()->artifact(kernel))
        match.kernel = specFields(row->spec)[QLatin1String("kind")].toString();
    return match;
}

QString EvaluationView::chartSubtitle() const {
    if (m_evaluation == nullptr) return {};
    if (m_evaluation->id.isEmpty())
        return m_evaluation->points.empty() ? tr("the first training has not ended yet")
                                            : tr("so far: mean ± one deviation; higher is better");
    return tr("mean, band: %1; higher is better").arg(bandText(m_compare->band()));
}

void EvaluationView::showChart() {
    const LineChartData figure =
        m_evaluation == nullptr
            ? LineChartData{}
            : accuracyOverKeep(*m_evaluation, m_compare->band(), m_compare->hiddenMethods());
    QList<LegendEntry> entries = legendOf(figure);
    // Ours, painted last, stands first.
    std::ranges::stable_partition(
        entries, [](const LegendEntry& entry) { return entry.colour == DataColour::accent(); });
    m_legend->setEntries(entries);
    m_chartPanel->setSubtitle(chartSubtitle());
    m_chart->setData(figure);
    m_chart->setProvenance(m_provenance);
    m_filter->setHiddenMethods(m_compare->hiddenMethods());
}

void EvaluationView::listKeeps() {
    const auto keeps = m_evaluation == nullptr ? std::vector<double>{} : m_evaluation->keeps();
    // A choice of the last time waits for the result it is about.
    if (m_evaluation != nullptr && m_keep &&
        std::ranges::none_of(keeps, [&](double k) { return sameKeep(k, *m_keep); }))
        m_keep.reset();
    if (m_keeps->count() == static_cast<int>(keeps.size()) + 1 && m_keeps->view()->isVisible())
        return;
    m_keeps->clear();
    m_keeps->addItem(tr("Every share"));
    for (const double keep : keeps)
        m_keeps->addItem(tr("%1 kept").arg(shortPercentText(keep)), keep);
}

void EvaluationView::showKeep() {
    int index = 0;
    for (int i = 1; i < m_keeps->count(); ++i)
        if (m_keep && sameKeep(m_keeps->itemData(i).toDouble(), *m_keep)) index = i;
    m_keeps->setCurrentIndex(index);
    m_model->setFullAgainst(m_keep);
    m_filter->setKeep(m_keep);
    m_chart->setMarker(m_keep ? std::optional(100 * *m_keep) : std::nullopt);
    m_tablePanel->setTitle(m_keep ? tr("At %1 kept").arg(shortPercentText(*m_keep))
                                  : tr("Every kept share"));
    const bool live = m_evaluation != nullptr && m_evaluation->id.isEmpty();
    m_tablePanel->setSubtitle(live ? tr("tests come when all trainings have ended")
                                   : tr("Welch's t-test; a verdict needs p < 0.05"));
}

void EvaluationView::lookAt(const QString& method, double keep) {
    m_method = method;
    m_methodKeep = keep;
    showTrainings();
}

void EvaluationView::showTrainings() {
    if (m_evaluation == nullptr || m_evaluation->id.isEmpty() || m_method.isEmpty()) {
        m_trainingPanel->setTitle(tr("Trainings"));
        m_trainingPanel->setSubtitle(tr("stored when all have ended"));
        m_trainingLegend->setEntries({});
        m_trainings->setData({});
        return;
    }
    const LineChartData figure = accuracyOverEpochs(*m_evaluation, m_method, m_methodKeep);
    const auto trials = m_evaluation->trialsOf(m_method, m_methodKeep);
    const auto diverged = std::ranges::count_if(trials, &EvaluationTrial::diverged);
    m_trainingPanel->setTitle(
        m_methodKeep < 1
            ? tr("%1 at %2").arg(m_evaluation->title(m_method), shortPercentText(m_methodKeep))
            : m_evaluation->title(m_method));
    QString subtitle = trainingsText(std::ssize(trials));
    if (diverged > 0) subtitle += tr(", %1 diverged").arg(countText(diverged));
    m_trainingPanel->setSubtitle(subtitle);
    m_trainingLegend->setEntries(legendOf(figure));
    m_trainings->setData(figure);
    m_trainings->setProvenance(m_provenance);
}

ResultView::Missing EvaluationView::missing() const {
    if (session()->dataset() == nullptr)
        return {tr("No data set yet"),
                tr("Methods are compared on a data set: import one first."),
                tr("Go to Data"),
                PageId::Data};
    return {tr("No comparison yet"),
            tr("A comparison trains the network anew on what each method keeps, several times, "
               "beside the full set and random choices, and tests whether the difference is "
               "real. The form shows the time it takes."),
            tr("Compare methods…")};
}

QByteArray EvaluationView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState() << m_charts->saveState()
           << m_compare->hiddenMethods() << static_cast<int>(m_compare->band())
           << m_keep.value_or(0);
    return state;
}

void EvaluationView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    for (QSplitter* splitter : {m_columns, m_rows, m_charts}) {
        QByteArray each;
        stream >> each;
        if (!each.isEmpty()) splitter->restoreState(each);
    }
    QSet<QString> hidden;
    int band = 0;
    double keep = 0;
    stream >> hidden >> band >> keep;
    if (stream.status() != QDataStream::Ok) return;
    m_compare->setHiddenMethods(hidden);
    m_compare->setBand(band == 1 ? Band::Deviation : Band::Interval);
    m_keep = keep > 0 && keep < 1 ? std::optional(keep) : std::nullopt;
    listKeeps();
    showChart();
    showKeep();
}

}  // namespace winnow::ui
