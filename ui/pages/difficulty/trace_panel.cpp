// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/trace_panel.h"

#include "ui/charts/line_chart.h"
#include "ui/pages/difficulty/epoch_strip.h"
#include "ui/pages/train/background.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/legend.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>
#include <QStackedWidget>

#include <numeric>

namespace winnow::ui {

LineChartData traceChart(std::span<const double> loss,
                         const std::vector<std::uint8_t>& right,
                         const ClassTrace* trace) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("TracePanel", text);
    };
    LineChartData data;
    data.x = {tr("Epoch"), {}, 0};
    data.y = {tr("Loss"), tr("nats"), 3};
    data.yLow = 0;
    data.xLow = 1;
    data.xHigh = std::max<double>(2, static_cast<double>(loss.size()));
    if (trace != nullptr && trace->samples > 0) {
        LineSeries group{tr("class mean, middle half"), {}, DataColour::neutral()};
        group.bandName = tr("quartiles");
        group.note = tr("of %1 samples; the band goes from the first to the third quartile")
                         .arg(countText(trace->samples));
        for (std::size_t i = 0; i < trace->mean.size(); ++i)
            group.points << QPointF(static_cast<double>(i) + 1, trace->mean[i]);
        group.bandLow = QList<double>(trace->low.begin(), trace->low.end());
        group.bandHigh = QList<double>(trace->high.begin(), trace->high.end());
        data.series << group;
    }
    LineSeries own{tr("sample"), {}};
    LineSeries forgotten{tr("forgotten"), {}, DataColour::danger()};
    forgotten.lineVisible = false;
    forgotten.marker = MarkShape::Disc;
    const auto states = epochStates(right);
    for (std::size_t i = 0; i < loss.size(); ++i) {
        const QPointF point(static_cast<double>(i) + 1, loss[i]);
        own.points << point;
        if (i < states.size() && states[i] == EpochStrip::State::Forgotten)
            forgotten.points << point;
    }
    data.series << own;
    if (!forgotten.points.isEmpty()) data.series << forgotten;
    return data;
}

TracePanel::TracePanel(Session* session, QWidget* parent)
    : Panel(tr("Sample"), parent),
      m_session(session),
      m_stack(new QStackedWidget(this)),
      m_chart(new LineChart(this)),
      m_strip(new EpochStrip(this)),
      m_words(new QLabel(tr("Pick a sample in any view to see how its loss went against its "
                            "class, and when it was forgotten."),
                         this)),
      m_background(new Background(this)) {
    m_words->setProperty("role", QStringLiteral("secondary"));
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setWordWrap(true);
    m_chart->setMinimumHeight(scaled(size::kChartMinimumHeight));
    m_chart->setAccessibleName(tr("Loss of the current sample"));
    auto* both = new QWidget(this);
    auto* column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    column->addWidget(m_chart, 1);
    column->addWidget(m_strip);
    m_stack->addWidget(both);
    m_stack->addWidget(m_words);
    setContent(m_stack);
    setFigure(m_chart);
    connect(session->selection(), &Selection::currentChanged, this, &TracePanel::refresh);
    connect(session, &Session::datasetChanged, this, &TracePanel::refresh);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Run) refresh();
    });
    refresh();
}

void TracePanel::refresh() {
    const std::int64_t sample = m_session->selection()->current();
    const RunArrays& run = m_session->run();
    const bool known = sample >= 0 && sample < m_session->sampleCount() && run.loss && run.correct;
    m_stack->setCurrentIndex(known ? 0 : 1);
    if (!known) {
        setTitle(tr("Sample"));
        setSubtitle({});
        legend()->setEntries({});
        return;
    }
    readClass(m_session->labels()[static_cast<std::size_t>(sample)]);
    showSample(sample);
}

void TracePanel::readClass(std::int64_t label) {
    const RunArrays& run = m_session->run();
    if (label == m_classOf && run.id == m_run) return;
    m_classOf = label;
    m_run = run.id;
    m_class.reset();
    const auto labels = m_session->labels();
    m_background->run(
        [loss = run.loss, labels = std::vector<std::int64_t>(labels.begin(), labels.end()), label] {
            return classTrace(loss.values(), labels, label);
        },
        [this](ClassTrace trace) {
            m_class = std::move(trace);
            refresh();
        });
}

void TracePanel::showSample(std::int64_t sample) {
    const RunArrays& run = m_session->run();
    std::vector<double> loss;
    std::vector<std::uint8_t> right;
    for (std::int64_t epoch = 0; epoch < run.loss.dim(0); ++epoch)
        loss.push_back(run.loss.row(epoch)[static_cast<std::size_t>(sample)]);
    for (std::int64_t epoch = 0; epoch < run.correct.dim(0); ++epoch)
        right.push_back(run.correct.row(epoch)[static_cast<std::size_t>(sample)]);
    const LineChartData figure = traceChart(loss, right, m_class ? &*m_class : nullptr);
    setTitle(tr("Sample #%1").arg(countText(sample)));
    setSubtitle(m_session->className(m_classOf));
    QList<LegendEntry> entries = legendOf(figure);
    std::ranges::stable_partition(
        entries, [](const LegendEntry& entry) { return entry.colour != DataColour::neutral(); });
    legend()->setEntries(entries);
    m_chart->setData(figure);
    m_chart->setProvenance(tr("Sample %1 of %2, %3")
                               .arg(QString::number(sample),
                                    m_session->title(m_session->chosen(Part::Dataset)),
                                    m_session->title(run.id)));
    m_strip->setRight(std::move(right));
}

}  // namespace winnow::ui
