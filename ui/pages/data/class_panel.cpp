// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/class_panel.h"

#include "ui/charts/bar_chart.h"
#include "ui/models/class_model.h"
#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QTimer>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kChartHeight = 116;

}  // namespace

ClassPanel::ClassPanel(Session* session, QWidget* parent)
    : Panel(tr("Images per class"), parent),
      m_session(session),
      m_model(new ClassModel(session, this)),
      m_chart(new BarChart(this)),
      m_later(new QTimer(this)) {
    m_chart->setMinimumHeight(scaled(kChartHeight));
    m_chart->setMaximumHeight(scaled(kChartHeight));
    m_chart->setAccessibleName(tr("Images per class"));
    setContent(m_chart);
    setFigure(m_chart);
    m_later->setSingleShot(true);
    m_later->setInterval(0);
    connect(m_later, &QTimer::timeout, this, &ClassPanel::refresh);
    // A step of undo changes labels, filter and selection in one turn.
    const auto later = [this] {
        if (!m_later->isActive()) m_later->start();
    };
    connect(m_model, &ClassModel::modelReset, this, later);
    connect(m_model, &ClassModel::dataChanged, this, later);
    connect(session, &Session::classSlotsChanged, this, later);
    connect(m_chart, &BarChart::chosenChanged, this, [this](const QSet<int>& bars) {
        m_session->filter()->set(Condition::ofClasses({bars.begin(), bars.end()}));
    });
    refresh();
}

void ClassPanel::refresh() {
    const bool filtered = m_session->filter()->isActive();
    BarChartData chart;
    chart.y.decimals = 0;
    chart.partName = tr("Matching the filter");
    chart.valuesAbove = !filtered;
    int label = 0;
    for (const ClassModel::Row& row : m_model->classes()) {
        Bar bar;
        bar.label = m_session->className(label);
        bar.value = static_cast<double>(row.samples);
        if (filtered) bar.part = static_cast<double>(row.matched);
        const auto slot = m_session->classSlots().slotOf(label);
        bar.slot = slot.value_or(-1);
        bar.colour = DataColour::slot(*bar.slot);
        const double share = static_cast<double>(row.matched) /
                             static_cast<double>(std::max<std::int64_t>(1, row.samples));
        bar.toolTip =
            filtered ? tr("%1 of the class. Click filters by it, Ctrl+click adds or takes it away.")
                           .arg(percentText(share, 1))
                     : tr("Click filters by the class, Ctrl+click adds it.");
        chart.bars += bar;
        ++label;
    }
    setSubtitle(filtered ? tr("matching the filter, of all") : tr("all"));
    m_chart->setProvenance(m_session->title(m_session->chosen(Part::Dataset)));
    m_chart->setData(std::move(chart));
    showChosen();
}

void ClassPanel::showChosen() {
    QSet<int> bars;
    for (const Condition& condition : m_session->filter()->conditions())
        if (condition.kind == Condition::Kind::Class && !condition.negated)
            for (const std::int64_t label : condition.numbers) bars += static_cast<int>(label);
    m_chart->setChosen(bars);
}

}  // namespace winnow::ui
