// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/events_panel.h"

#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace winnow::ui {

EventsPanel::EventsPanel(Session* session, QWidget* parent)
    : Panel(tr("Forgetting events"), parent),
      m_session(session),
      m_chart(new BarChart(this)),
      m_scale(new Segments({tr("Log"), tr("Linear")}, this)),
      m_filter(new QPushButton(icon(Icon::Filter), tr("Filter"), this)),
      m_words(new QLabel(this)) {
    m_filter->setProperty("kind", QStringLiteral("ghost"));
    m_scale->setAccessibleName(tr("Scale of the axis"));
    m_chart->setAccessibleName(tr("Forgetting events"));
    addHeaderWidget(m_filter);
    addHeaderWidget(m_scale);
    setContent(m_chart);
    m_words->setProperty("role", QStringLiteral("secondary"));
    m_words->setWordWrap(true);
    body()->addWidget(m_words);
    m_chart->setMinimumHeight(scaled(size::kChartMinimumHeight));
    setFigure(m_chart);
    connect(m_scale, &Segments::currentChanged, this, &EventsPanel::rebuild);
    connect(m_chart, &BarChart::chosenChanged, this, &EventsPanel::barsChosen);
    connect(m_chart, &BarChart::barActivated, this, [this](int bar) { filterTo({bar}); });
    connect(m_filter, &QPushButton::clicked, this, [this] { filterTo(m_chart->chosen()); });
    connect(session->selection(), &Selection::changed, this, &EventsPanel::selectionChanged);
    connect(session->filter(), &Filter::changed, this, &EventsPanel::rebuild);
    connect(session, &Session::datasetChanged, this, &EventsPanel::rebuild);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Run) rebuild();
    });
    rebuild();
}

void EventsPanel::rebuild() {
    const auto events = m_session->run().forgetting.values();
    m_counts = eventCounts(events);
    const Filter* filter = m_session->filter();
    m_chart->setData(eventChart(events,
                                m_counts,
                                filter->isActive() ? &filter->matches() : nullptr,
                                m_scale->currentIndex() == 0));
    m_chart->setProvenance(
        tr("%1, %2 epochs")
            .arg(m_session->title(m_session->run().id), countText(m_session->run().epochs())));
    describe();
}

void EventsPanel::describe() {
    const auto events = m_session->run().forgetting.values();
    const auto never = m_session->run().neverLearned.values();
    const auto forgotten =
        std::ranges::count_if(events, [](std::int64_t each) { return each > 0; });
    const auto unlearned = std::ranges::count_if(never, [](auto each) { return each != 0; });
    m_words->setText(tr("%1 of %2 forgotten, %3 never learned")
                         .arg(countText(forgotten),
                              countText(static_cast<qint64>(events.size())),
                              countText(unlearned)));
    const QSet<int>& bars = m_chart->chosen();
    const bool together =
        !bars.isEmpty() &&
        *std::ranges::max_element(bars) - *std::ranges::min_element(bars) + 1 == bars.size();
    m_filter->setEnabled(together);
    m_filter->setToolTip(together         ? tr("Show the samples of the chosen bars only")
                         : bars.isEmpty() ? tr("Choose bars first: a click, Shift or Ctrl")
                                          : tr("A filter takes bars that stand side by side"));
}

void EventsPanel::barsChosen(const QSet<int>& bars) {
    const auto events = m_session->run().forgetting.values();
    m_selecting = true;
    m_session->selection()->select(samplesInBars(events, m_counts, bars));
    m_selecting = false;
    describe();
}

void EventsPanel::selectionChanged() {
    if (m_selecting || m_chart->chosen().isEmpty()) return;
    m_chart->setChosen({});
    describe();
}

void EventsPanel::filterTo(const QSet<int>& bars) {
    if (bars.isEmpty()) return;
    const auto low = m_counts.low(*std::ranges::min_element(bars));
    const auto high = m_counts.high(*std::ranges::max_element(bars));
    m_session->filter()->set(Condition::ofScore(
        QStringLiteral("forgetting"), static_cast<double>(low), static_cast<double>(high)));
}

}  // namespace winnow::ui
