// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/sample_points.h"

#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {

SamplePoints::SamplePoints(Session* session, ScatterChart* chart)
    : QObject(chart), m_session(session), m_chart(chart) {
    chart->setPointName([this](int point) {
        const std::int64_t id = at(point);
        return QStringLiteral("#%1, %2").arg(countText(id),
                                             m_session->className(m_session->label(id)));
    });
    connect(chart, &ScatterChart::pointsSelected, this, &SamplePoints::select);
    connect(chart, &ScatterChart::pointActivated, this, [this](int point) {
        m_session->selection()->setCurrent(at(point));
    });
    connect(session->selection(), &Selection::changed, this, &SamplePoints::showSelection);
    connect(session->filter(), &Filter::changed, this, &SamplePoints::rebuild);
    connect(session->filter(), &Filter::modeChanged, this, &SamplePoints::rebuild);
    connect(session, &Session::classSlotsChanged, this, &SamplePoints::rebuild);
}

void SamplePoints::setPoints(const AxisTitle& x,
                             const AxisTitle& y,
                             std::vector<std::int64_t> ids,
                             std::vector<QPointF> points) {
    m_x = x;
    m_y = y;
    m_ids = std::move(ids);
    m_points = std::move(points);
    rebuild();
}

void SamplePoints::rebuild() {
    const Filter* filter = m_session->filter();
    const bool hides = filter->isActive() && filter->mode() == Filter::Mode::Hide;
    ScatterData figure;
    figure.x = m_x;
    figure.y = m_y;
    m_shown.clear();
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        const std::int64_t id = m_ids[i];
        // Until the points of another data set come, these are of the one before.
        if (id >= m_session->sampleCount()) continue;
        const bool matches = !filter->isActive() || filter->matches().contains(id);
        if (hides && !matches) continue;
        const int label = static_cast<int>(m_session->label(id));
        m_shown.push_back(id);
        figure.points << m_points[i];
        figure.classSlots << static_cast<qint8>(m_session->classSlots().slotOf(label).value_or(-1));
        if (filter->isActive()) figure.dimmed << !matches;
    }
    m_chart->setData(std::move(figure));
    showSelection();
}

void SamplePoints::showSelection() {
    QList<int> points;
    if (m_session->selection()->count() > 0)
        for (std::size_t i = 0; i < m_shown.size(); ++i)
            if (m_session->selection()->contains(m_shown[i])) points << static_cast<int>(i);
    m_chart->setSelected(points);
}

void SamplePoints::select(const QList<int>& points, SelectMode mode) {
    SampleSet samples(m_session->sampleCount());
    for (const int point : points) samples.insert(at(point));
    const Combine how = mode == SelectMode::Add        ? Combine::Add
                        : mode == SelectMode::Subtract ? Combine::Subtract
                                                       : Combine::Replace;
    m_session->selection()->select(samples, how);
    if (points.size() == 1) m_session->selection()->setCurrent(at(points.first()));
}

}  // namespace winnow::ui
