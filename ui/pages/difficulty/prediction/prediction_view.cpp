// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/prediction_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/difficulty/prediction/prediction_figures.h"
#include "ui/pages/difficulty/prediction/predictor_model.h"
#include "ui/pages/difficulty/prediction/timeline_panel.h"
#include "ui/pages/train/record_table.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QSplitter>
#include <QTableView>

namespace winnow::ui {
namespace {

QString meansText() { return PredictionView::tr("mean ± deviation over seeds"); }

}  // namespace

PredictionView::PredictionView(const PageContext& context, QWidget* parent)
    : ExperimentView(context, QStringLiteral("forgetting-prediction"), parent),
      m_model(new PredictorModel(this)),
      m_table(new QTableView(this)),
      m_figure(m_model),
      m_rowsShown(new Segments({tr("Means"), tr("Per seed")}, this)),
      m_seeds(new QComboBox(this)),
      m_confusion(new HeatTable(this)),
      m_chart(new LineChart(this)),
      m_tablePanel(makeTablePanel()),
      m_confusionPanel(new Panel(tr("Said and happened"), this)),
      m_chartPanel(new Panel(tr("Events by iteration"), this)),
      m_timeline(new TimelinePanel(session(), this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_top(makePanelSplitter(Qt::Horizontal, this)),
      m_bottom(makePanelSplitter(Qt::Horizontal, this)) {
    m_seeds->setAccessibleName(tr("Seed"));
    m_seeds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addOption(m_seeds);
    m_confusion->setAccessibleName(tr("Confusion counts"));
    m_confusionPanel->setContent(m_confusion);
    m_confusionPanel->setFigure(m_confusion);
    m_chart->setAccessibleName(tr("Events by iteration"));
    // Qt Charts sets a smaller one.
    m_chart->setMinimumSize(m_chart->minimumSizeHint());
    m_chartPanel->setContent(m_chart);
    m_chartPanel->setFigure(m_chart);
    m_top->addWidget(m_tablePanel);
    m_top->addWidget(m_confusionPanel);
    shareOut(*m_top, 5, 3);
    m_bottom->addWidget(m_chartPanel);
    m_bottom->addWidget(m_timeline);
    shareOut(*m_bottom, 4, 5);
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_bottom);
    shareOut(*m_rows, 2, 3);
    connect(m_seeds, &QComboBox::activated, this, &PredictionView::showPredictor);
    connect(m_rowsShown, &Segments::currentChanged, this, [this](int index) {
        m_model->setPerSeed(index == 1);
        m_tablePanel->setSubtitle(index == 1 ? tr("seed by seed") : meansText());
        choosePredictor();
    });
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this](const QModelIndex& row) {
                const int predictor = row.isValid() ? m_model->predictorAt(row.row()) : -1;
                if (predictor < 0) return;
                m_predictor = predictor;
                showPredictor();
            });
    setContent(m_rows);
}

Panel* PredictionView::makeTablePanel() {
    setUpRecordTable(*m_table, size::kTableRow);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Predictors"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(scaled(size::kTableHeader + 5 * size::kTableRow) + 2);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(PredictorModel::Name, QHeaderView::Stretch);
    m_rowsShown->setAccessibleName(tr("Rows"));
    auto* panel = new Panel(tr("Predicting who is forgotten next"), this);
    panel->setSubtitle(meansText());
    panel->addHeaderWidget(m_rowsShown);
    panel->setContent(m_table);
    panel->setFigure(&m_figure);
    return panel;
}

ExperimentView::Lead PredictionView::lead() const {
    return {
        tr("Can it be said who is forgotten next?"),
        tr("Trains for some iterations and, before each step, says from the kernel which samples "
           "of the last batch the step makes wrong; then counts. Each iteration costs about "
           "three training steps: the quick preset takes a minute or two on a CPU; the form "
           "shows the time once one was run here."),
        tr("Predict forgetting…")};
}

QString PredictionView::partialText(const Job& job) const {
    const QString prefix = QStringLiteral("f1_");
    QMap<QString, double> latest;
    for (const MetricPoint& point : job.metrics)
        if (point.name.startsWith(prefix)) latest[point.name.mid(prefix.size())] = point.value;
    QStringList parts;
    for (auto it = latest.begin(); it != latest.end(); ++it)
        parts << tr("%1 %2").arg(predictorText(it.key()), percentText(it.value(), 1));
    return parts.isEmpty() ? QString()
                           : tr("F1 of the newest seed: %1").arg(parts.join(QStringLiteral(", ")));
}

void PredictionView::load(const std::string& id) {
    m_result = predictionResult(session()->project(), id, session()->sampleCount());
    m_predictor = std::clamp(m_predictor, 0, static_cast<int>(m_result->predictors.size()) - 1);
    listSeeds();
    m_figure.setProvenance(session()->title(m_result->id));
    setFacts(tr("%1 iterations of %2 samples, prediction as %3, events counted in %4 mode")
                 .arg(countText(m_result->iterations),
                      countText(m_result->batchSize),
                      m_result->update,
                      m_result->eventMode));
    m_model->setPredictors(m_result->predictors);
    choosePredictor();
}

void PredictionView::clear() {
    m_result.reset();
    m_model->setPredictors({});
    m_confusion->setData({});
    m_chart->setData({});
    m_chartPanel->legend()->setEntries({});
    m_confusionPanel->setSubtitle({});
    m_chartPanel->setSubtitle({});
    m_timeline->clear();
    m_seeds->setVisible(false);
}

void PredictionView::listSeeds() {
    const int before = std::max(0, m_seeds->currentIndex());
    m_seeds->clear();
    m_seeds->addItem(tr("all %1").arg(seedsText(m_result->seeds)), PredictionResult::kAllSeeds);
    for (int seed = 0; seed < m_result->seeds; ++seed)
        m_seeds->addItem(tr("seed %1").arg(m_result->seedNumber(seed)), seed);
    m_seeds->setCurrentIndex(before < m_seeds->count() ? before : 0);
    m_seeds->setVisible(m_result->seeds > 1);
}

void PredictionView::choosePredictor() {
    const QModelIndex row = m_model->index(m_model->firstRowOf(m_predictor), 0);
    // The same row as before the model was new does not count as a change.
    m_table->setCurrentIndex({});
    m_table->setCurrentIndex(row);
}

void PredictionView::showPredictor() {
    if (!m_result) return;
    const int seed = m_seeds->currentData().toInt();
    const QString about = tr("%1, %2").arg(
        predictorText(m_result->predictors[static_cast<std::size_t>(m_predictor)].name),
        m_seeds->currentText());
    const QString provenance = session()->title(m_result->id) + QStringLiteral(", ") + about;
    m_confusion->setData(confusionTable(*m_result, m_predictor, seed));
    m_confusion->setProvenance(provenance);
    m_confusionPanel->setSubtitle(about);
    showLines(*m_chartPanel, *m_chart, eventChart(*m_result, m_predictor, seed), provenance);
    m_chartPanel->setSubtitle(m_seeds->currentText());
    m_timeline->showResult(*m_result, m_predictor, seed);
}

QByteArray PredictionView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_top->saveState() << m_bottom->saveState() << m_predictor
           << m_rowsShown->currentIndex();
    return state;
}

void PredictionView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray rows, top, bottom;
    int predictor = 0, shown = 0;
    stream >> rows >> top >> bottom >> predictor >> shown;
    if (stream.status() != QDataStream::Ok) return;
    m_rows->restoreState(rows);
    m_top->restoreState(top);
    m_bottom->restoreState(bottom);
    const int last = m_result ? static_cast<int>(m_result->predictors.size()) - 1 : predictor;
    m_predictor = std::clamp(predictor, 0, std::max(0, last));
    m_rowsShown->setCurrentIndex(shown == 1 ? 1 : 0);
    if (m_result) choosePredictor();
}

}  // namespace winnow::ui
