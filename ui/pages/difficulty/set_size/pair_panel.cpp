// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/pair_panel.h"

#include "ui/pages/difficulty/point_selection.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QBoxLayout>

namespace winnow::ui {

PairPanel::PairPanel(Session* session, QWidget* parent)
    : Panel(tr("Two sizes"), parent), m_session(session), m_chart(new ScatterChart(this)) {
    m_chart->setAccessibleName(tr("Difficulty on two set sizes"));
    m_chart->setPointName([this](int point) {
        const std::int64_t id = m_ids[static_cast<std::size_t>(point)];
        return QStringLiteral("#%1, %2").arg(countText(id),
                                             m_session->className(m_session->label(id)));
    });
    setContent(m_chart);
    setFigure(m_chart);
    connect(m_chart,
            &ScatterChart::pointsSelected,
            this,
            [this](const QList<int>& points, SelectMode mode) {
                selectPoints(*m_session, m_ids, points, mode);
            });
    connect(m_chart, &ScatterChart::pointActivated, this, [this](int point) {
        m_session->selection()->setCurrent(m_ids[static_cast<std::size_t>(point)]);
    });
    connect(session->selection(), &Selection::changed, this, &PairPanel::showSelection);
    connect(session->filter(), &Filter::changed, this, &PairPanel::rebuild);
    connect(session->filter(), &Filter::modeChanged, this, &PairPanel::rebuild);
    connect(session, &Session::classSlotsChanged, this, &PairPanel::rebuild);
}

void PairPanel::showPair(const DifficultyResult& result, std::size_t x, std::size_t y, int repeat) {
    const QString onX = countText(result.sizes[x]), onY = countText(result.sizes[y]);
    setTitle(tr("%1 against %2 per class").arg(onX, onY));
    m_x = {tr("Difficulty, %1 per class").arg(onX), tr("nats"), 2};
    m_y = {tr("Difficulty, %1 per class").arg(onY), tr("nats"), 2};
    if (result.loss == u"l2") m_x.unit = m_y.unit = QString();
    m_pairs = pairPoints(result, x, y, repeat, kMostPoints);
    const auto shown = static_cast<std::int64_t>(m_pairs.ids.size());
    setSubtitle(shown < result.sample.size()
                    ? tr("%1 of %2").arg(countText(shown), samplesText(result.sample.size()))
                    : samplesText(shown));
    m_chart->setProvenance(tr("%1, %2").arg(m_session->title(result.id),
                                            repeat == DifficultyResult::kMean
                                                ? tr("mean of %1").arg(repeatsText(result.repeats))
                                                : tr("repeat %1").arg(countText(repeat + 1))));
    rebuild();
}

void PairPanel::clear() {
    m_pairs = {};
    setTitle(tr("Two sizes"));
    setSubtitle({});
    rebuild();
}

void PairPanel::rebuild() {
    const Filter* filter = m_session->filter();
    const bool hides = filter->isActive() && filter->mode() == Filter::Mode::Hide;
    ScatterData figure;
    figure.x = m_x;
    figure.y = m_y;
    m_ids.clear();
    for (std::size_t i = 0; i < m_pairs.ids.size(); ++i) {
        const std::int64_t id = m_pairs.ids[i];
        const bool matches = !filter->isActive() || filter->matches().contains(id);
        if (hides && !matches) continue;
        const int label = static_cast<int>(m_session->label(id));
        m_ids.push_back(id);
        figure.points << m_pairs.points[i];
        figure.classSlots << static_cast<qint8>(m_session->classSlots().slotOf(label).value_or(-1));
        if (filter->isActive()) figure.dimmed << !matches;
    }
    m_chart->setData(std::move(figure));
    showSelection();
}

void PairPanel::showSelection() {
    QList<int> points;
    for (std::size_t i = 0; i < m_ids.size(); ++i)
        if (m_session->selection()->contains(m_ids[i])) points << static_cast<int>(i);
    m_chart->setSelected(points);
}

}  // namespace winnow::ui
