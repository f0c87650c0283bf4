// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/history_panel.h"

#include "ui/charts/line_chart.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QStackedWidget>
#include <QTimer>

namespace winnow::ui {
namespace {

enum View { Chart, Empty };

}  // namespace

HistoryPanel::HistoryPanel(ServeClient* client, QWidget* parent)
    : Panel(tr("Pair over the epochs"), parent),
      m_source(new PairSource(client, this, PairSource::Question::History)),
      m_values(new Segments({tr("Cosine"), tr("κ"), tr("Loss")}, this)),
      m_stack(new QStackedWidget(this)),
      m_chart(new LineChart(this)),
      m_empty(new EmptyPanel(Icon::Interactions, this)),
      m_message(new MessageCard(this)) {
    m_values->setSegmentToolTip(0, tr("Of the two gradients, −1 to 1"));
    m_values->setSegmentToolTip(1, tr("Of the pair and of each with itself; larger is stronger"));
    m_values->setSegmentToolTip(2, tr("Of both samples, in nats; lower is better learned"));
    m_chart->setMinimumHeight(scaled(size::kChartMinimumHeight));
    m_chart->setAccessibleName(tr("Pair over the epochs"));
    m_stack->addWidget(m_chart);
    m_stack->addWidget(m_empty);
    addHeaderWidget(m_values);
    body()->addWidget(m_message);
    setContent(m_stack);
    setFigure(m_chart);
    connect(m_values, &Segments::currentChanged, this, &HistoryPanel::showHistory);
    connect(m_empty, &EmptyPanel::actionRequested, this, &HistoryPanel::trainingRequested);
    connect(m_message, &MessageCard::actionRequested, this, &HistoryPanel::ask);
    connect(m_source, &PairSource::historyAnswered, this, [this](const PairHistory& history) {
        m_history = history;
        showHistory();
    });
    connect(m_source, &PairSource::failed, this, [this](const QString& sentence) {
        showHistory();  // takes back that the engine computes
        m_message->showMessage(MessageCard::Kind::Error, sentence, tr("Ask again"));
    });
    connect(m_source, &PairSource::busyChanged, this, [this](bool busy) {
        if (busy) setSubtitle(tr("The engine computes…"));
    });
    forget();
}

void HistoryPanel::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    forget();
}

void HistoryPanel::setPair(std::int64_t first, std::int64_t second) {
    if (first == m_first && second == m_second) return;
    m_first = first;
    m_second = second;
    forget();
}

void HistoryPanel::forget() {
    m_source->forget();
    m_message->hide();
    m_history.reset();
    m_due = m_facts.snapshots > 0 && m_first >= 0 && m_second >= 0;
    showHistory();
    update();
}

void HistoryPanel::ask() {
    m_due = false;
    m_message->hide();
    m_source->ask(m_facts.id, m_first, m_second);
}

void HistoryPanel::paintEvent(QPaintEvent* event) {
    Panel::paintEvent(event);
    if (!m_due) return;
    QTimer::singleShot(0, this, [this] {
        // Since then another pair may be due, or the person went on.
        if (m_due && !visibleRegion().isEmpty()) ask();
    });
}

void HistoryPanel::showHistory() {
    const bool possible = m_facts.id.isEmpty() || m_facts.snapshots > 0;
    m_stack->setCurrentIndex(possible ? Chart : Empty);
    m_values->setVisible(possible);
    m_empty->setTexts(
        tr("%1 kept no weights on the way").arg(m_facts.run),
        tr("To see how two samples act on each other over time, train with a snapshot after every "
           "epoch: it takes disk, no time. Then compute a kernel of that run."),
        tr("Train with snapshots…"));
    const auto value = static_cast<HistoryValue>(m_values->currentIndex());
    const LineChartData chart =
        historyChart(m_history.value_or(PairHistory{m_first, m_second, {}, {}}), value);
    m_chart->setData(chart);
    m_chart->setMarker(m_history ? std::optional(static_cast<double>(m_history->atKernel.epoch))
                                 : std::nullopt);
    m_chart->setProvenance(tr("Samples %1 and %2 at the snapshots of %3; %4, dotted: %5")
                               .arg(m_first)
                               .arg(m_second)
                               .arg(m_facts.run, m_facts.kind, m_facts.weightsText()));
    legend()->setEntries(chart.series.size() > 1 ? legendOf(chart) : QList<LegendEntry>());
    if (!possible)
        setSubtitle({});
    else if (m_first < 0)
        setSubtitle(tr("pick a pair"));
    else
        setSubtitle(
            tr("#%1 and #%2; dotted: %3").arg(m_first).arg(m_second).arg(m_facts.weightsText()));
}

}  // namespace winnow::ui
