// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/forgotten_panel.h"

#include "ui/charts/bar_chart.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/train/event_counts.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace winnow::ui {

ForgottenPanel::ForgottenPanel(Session* session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(new SampleModel(session, this)),
      m_strip(new Panel(tr("Forgotten just now"), this)),
      m_events(new Panel(tr("Forgetting events"), this)),
      m_pictures(new QStackedWidget(this)),
      m_gallery(new GalleryView(this)),
      m_words(new QLabel(this)),
      m_select(new QPushButton(this)),
      m_view(new Segments({tr("Per sample"), tr("By epoch")}, this)),
      m_chart(new BarChart(this)),
      m_splitter(makePanelSplitter(Qt::Horizontal, this)) {
    m_model->setSubset(std::vector<std::int64_t>(), true);
    m_model->setCaption(QStringLiteral("forgetting"));
    m_gallery->setSampleModel(m_model);
    m_gallery->setTileSize(TileSize::S);
    m_gallery->setAccessibleName(tr("Samples forgotten in the epoch"));
    m_gallery->setMinimumHeight(scaled(92));
    m_words->setProperty("role", QStringLiteral("secondary"));
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_pictures->addWidget(m_gallery);
    m_pictures->addWidget(m_words);
    m_strip->setContent(m_pictures);
    m_strip->addHeaderWidget(m_select);
    m_events->addHeaderWidget(m_view);
    m_events->setContent(m_chart);
    m_events->setFigure(m_chart);
    m_chart->setAccessibleName(tr("Forgetting events"));
    m_splitter->addWidget(m_strip);
    m_splitter->addWidget(m_events);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
    connect(m_view, &Segments::currentChanged, this, &ForgottenPanel::rebuildChart);
    connect(m_chart, &BarChart::chosenChanged, this, &ForgottenPanel::barsChosen);
    connect(m_select, &QPushButton::clicked, this, [this] {
        m_session->selection()->select(SampleSet::of(m_session->sampleCount(), m_forgotten));
    });
    showWords({});
}

void ForgottenPanel::showWords(const QString& words) {
    m_words->setText(words);
    m_pictures->setCurrentWidget(m_words);
    m_select->hide();
}

void ForgottenPanel::showRun(std::shared_ptr<const LearningRecords> records, std::int64_t epoch) {
    const bool fresh = records != m_records;
    m_records = std::move(records);
    m_epoch = epoch;
    m_reported.clear();
    const RunArrays& run = m_session->run();
    m_forgotten = m_records && run.correct && run.forgetting
                      ? forgottenSamples(run.correct.values(), run.forgetting.values(), epoch)
                      : std::vector<std::int64_t>();
    m_model->setSubset(m_forgotten, true);
    m_view->setSegmentEnabled(PerSample, true);
    if (fresh && m_view->currentIndex() != PerSample && m_records)
        m_view->setCurrentIndex(PerSample);
    const QString count = countText(static_cast<qint64>(m_forgotten.size()));
    if (!m_records) {
        m_strip->setSubtitle({});
        showWords(tr("Reading the records of the run."));
    } else if (!run.correct) {
        m_strip->setSubtitle({});
        showWords(
            tr("This run has no record of which samples were right. Train again to have it."));
    } else if (epoch < 1) {
        m_strip->setSubtitle({});
        showWords(tr("A run of one epoch cannot forget. Train longer to see who is lost again."));
    } else {
        m_strip->setSubtitle(
            tr("right in epoch %1, wrong in %2").arg(countText(epoch), countText(epoch + 1)));
        m_select->setText(tr("Select %1").arg(count));
        m_select->setToolTip(tr("Selects the %1 of %2 samples forgotten in this epoch")
                                 .arg(count, countText(m_records->samples)));
        m_select->setVisible(!m_forgotten.empty());
        m_pictures->setCurrentWidget(m_gallery);
        if (m_forgotten.empty()) showWords(tr("No sample was forgotten in this epoch."));
    }
    rebuildChart();
}

void ForgottenPanel::showReported(const QList<QPointF>& events) {
    m_records.reset();
    m_reported = events;
    if (m_model->rowCount() > 0) m_model->setSubset(std::vector<std::int64_t>(), true);
    m_view->setSegmentEnabled(
        PerSample, false, tr("Events per sample are known when the run is stored."));
    m_view->setCurrentIndex(ByEpoch);
    m_strip->setSubtitle(events.size() < 2
                             ? QString()
                             : tr("right in epoch %1, wrong in epoch %2: %3")
                                   .arg(countText(static_cast<qint64>(events.last().x()) - 1),
                                        countText(static_cast<qint64>(events.last().x())),
                                        countText(static_cast<qint64>(events.last().y()))));
    showWords(
        tr("The engine reports how many samples go from right to wrong in each epoch. Which "
           "ones they are is stored with the run at its end."));
    rebuildChart();
}

void ForgottenPanel::showByEpoch() { m_view->setCurrentIndex(ByEpoch); }

void ForgottenPanel::rebuildChart() {
    if (m_view->currentIndex() == ByEpoch)
        chartByEpoch();
    else
        chartPerSample();
    m_chart->setProvenance(m_records ? tr("%1, %2 epochs")
                                           .arg(m_session->title(m_session->chosen(Part::Run)),
                                                countText(m_records->epochs))
                                     : tr("A training that has not ended"));
}

void ForgottenPanel::chartByEpoch() {
    BarChartData figure;
    figure.x = {tr("Epoch"), {}, 0};
    figure.y = {tr("Samples forgotten"), {}, 0};
    if (m_records) {
        for (std::int64_t epoch = 1; epoch < m_records->epochs; ++epoch)
            figure.bars << Bar{countText(epoch + 1),
                               static_cast<double>(m_records->forgottenIn(epoch))};
    } else {
        for (const QPointF& point : m_reported)
            figure.bars << Bar{countText(static_cast<qint64>(point.x())), point.y()};
    }
    m_events->setSubtitle(m_records ? QString() : tr("as they happen"));
    m_chart->setToolTip(m_records ? tr("A click on a bar shows who was forgotten in the epoch")
                                  : QString());
    m_chart->setData(figure);
    m_chart->setChosen(m_records && m_epoch > 0 ? QSet<int>{static_cast<int>(m_epoch) - 1}
                                                : QSet<int>());
}

void ForgottenPanel::chartPerSample() {
    const auto events =
        m_records ? m_session->run().forgetting.values() : std::span<const std::int64_t>();
    m_events->setSubtitle({});
    m_chart->setToolTip(tr("A click on a bar selects its samples"));
    m_chart->setData(eventChart(events, eventCounts(events), nullptr, true));
    m_chart->setChosen({});
}

void ForgottenPanel::barsChosen(const QSet<int>& bars) {
    if (!m_records) return;
    if (m_view->currentIndex() == PerSample) {
        const auto events = m_session->run().forgetting.values();
        m_session->selection()->select(samplesInBars(events, eventCounts(events), bars));
    } else if (bars.size() == 1) {
        Q_EMIT epochChosen(*bars.begin() + 1);
    }
}

}  // namespace winnow::ui
