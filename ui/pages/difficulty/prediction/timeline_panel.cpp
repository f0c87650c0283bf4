// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/timeline_panel.h"

#include "ui/gallery/sample_strip.h"
#include "ui/pages/difficulty/prediction/predictor_model.h"
#include "ui/pages/difficulty/prediction/sample_timeline.h"
#include "ui/pages/train/background.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>

namespace winnow::ui {
namespace {

constexpr int kPicture = 32;

}  // namespace

TimelinePanel::TimelinePanel(Session* session, QWidget* parent)
    : Panel(tr("Sample"), parent),
      m_session(session),
      m_forgotten(new QComboBox(this)),
      m_stack(new QStackedWidget(this)),
      m_words(makeParagraph({}, "secondary", this)),
      m_timeline(new SampleTimeline(this)),
      m_batchWords(makeParagraph({}, "caption", this)),
      m_batch(new SampleStrip(session, this)),
      m_listing(new Background(this)),
      m_tracing(new Background(this)) {
    m_forgotten->setAccessibleName(tr("Samples forgotten most often"));
    m_forgotten->setPlaceholderText(tr("Most forgotten…"));
    m_forgotten->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addHeaderWidget(m_forgotten);
    m_words->setAlignment(Qt::AlignCenter);
    m_batch->setPicture(kPicture);
    m_batch->setAccessibleName(tr("Batch that pushed the sample over"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    auto* legend = new Legend(SampleTimeline::legend(), content);
    legend->setWrapping(true);
    column->addWidget(legend);
    column->addWidget(m_timeline);
    column->addWidget(m_batchWords);
    column->addWidget(m_batch);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_words);
    setContent(m_stack);
    setMinimumHeight(scaled(size::kChartMinimumHeight));
    setFigure(m_timeline);
    connect(m_forgotten, &QComboBox::activated, this, [this] {
        m_session->selection()->setCurrent(m_forgotten->currentData().toLongLong());
    });
    connect(m_timeline, &SampleTimeline::chosenChanged, this, &TimelinePanel::showBatch);
    connect(session->selection(), &Selection::currentChanged, this, &TimelinePanel::follow);
    clear();
}

void TimelinePanel::showResult(const PredictionResult& result, int predictor, int seed) {
    const bool other = !m_result || m_result->id != result.id;
    m_result = result;
    m_predictor = predictor;
    m_seed = seed;
    if (!other) return follow();
    m_mostForgotten = -1;
    m_forgotten->clear();
    m_listing->run([result] { return mostForgotten(result, kMostListed); },
                   [this](const std::vector<ForgottenSample>& samples) {
                       listForgotten(samples);
                       follow();
                   });
}

void TimelinePanel::clear() {
    m_listing->forget();
    m_tracing->forget();
    m_result.reset();
    m_sample = -1;
    m_forgotten->clear();
    m_forgotten->setVisible(false);
    setTitle(tr("Sample"));
    setSubtitle({});
    m_timeline->setLanes({}, 0, 0, {});
    m_stack->setCurrentIndex(1);
    m_words->setText({});
}

void TimelinePanel::listForgotten(const std::vector<ForgottenSample>& samples) {
    m_forgotten->clear();
    for (const ForgottenSample& each : samples)
        m_forgotten->addItem(tr("#%1 %2, %3")
                                 .arg(countText(each.id),
                                      m_session->className(m_session->label(each.id)),
                                      eventsText(each.events)),
                             static_cast<qlonglong>(each.id));
    m_mostForgotten = samples.empty() ? -1 : samples.front().id;
    m_forgotten->setVisible(!samples.empty());
}

void TimelinePanel::follow() {
    if (!m_result) return;
    const std::int64_t current = m_session->selection()->current();
    m_sample = current >= 0 ? current : m_mostForgotten;
    m_forgotten->setCurrentIndex(m_forgotten->findData(static_cast<qlonglong>(m_sample)));
    if (m_sample < 0) {
        m_stack->setCurrentIndex(1);
        m_words->setText(
            tr("No sample was forgotten. Pick one in any view to see in which batches "
               "it was."));
        return;
    }
    m_tracing->run(
        [result = *m_result, sample = m_sample, seed = m_seed] {
            return sampleLanes(result, sample, seed);
        },
        [this](const std::vector<SampleLane>& lanes) { showLanes(lanes); });
}

void TimelinePanel::showLanes(const std::vector<SampleLane>& lanes) {
    std::vector<SampleTimeline::Lane> named;
    std::int64_t batches = 0, events = 0;
    for (const SampleLane& lane : lanes) {
        batches += static_cast<std::int64_t>(lane.inBatch.size());
        events += std::ranges::count(lane.events, true, &ForgettingEvent::forgotten);
        named.push_back({tr("seed %1").arg(m_result->seedNumber(lane.seed)), lane});
    }
    setTitle(tr("Sample #%1").arg(countText(m_sample)));
    setSubtitle(tr("%1; in %2, forgotten %3")
                    .arg(m_session->className(m_session->label(m_sample)),
                         batchesText(batches),
                         timesText(events)));
    m_timeline->setProvenance(
        tr("Sample %1, %2").arg(m_sample).arg(m_session->title(m_result->id)));
    m_stack->setCurrentIndex(0);
    m_timeline->setLanes(
        std::move(named),
        m_result->iterations,
        m_predictor,
        predictorText(m_result->predictors[static_cast<std::size_t>(m_predictor)].name));
}

void TimelinePanel::showBatch() {
    const ForgettingEvent* event = m_timeline->chosenEvent();
    if (event == nullptr || !m_result) {
        m_batch->setSamples({});
        m_batchWords->setText(tr("No step made it wrong, and none was said to."));
        return;
    }
    const std::vector<std::int64_t> ids = m_result->batchAt(event->seed, event->iteration + 1);
    QList<StripSample> members;
    for (const std::int64_t id : ids) members << StripSample{id, {}, {}};
    m_batchWords->setText(tr("%1. The step was on this batch of %2:")
                              .arg(m_timeline->valueInWords(), samplesText(std::ssize(ids))));
    m_batch->setSamples(members);
}

}  // namespace winnow::ui
