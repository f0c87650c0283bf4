// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/pair_panel.h"

#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QBoxLayout>

namespace winnow::ui {

PairPanel::PairPanel(Session* session, QWidget* parent)
    : Panel(tr("Two sizes"), parent),
      m_session(session),
      m_chart(new ScatterChart(this)),
      m_points(new SamplePoints(session, m_chart)) {
    m_chart->setAccessibleName(tr("Difficulty on two set sizes"));
    setContent(m_chart);
    setFigure(m_chart);
}

void PairPanel::showPair(const DifficultyResult& result, std::size_t x, std::size_t y, int repeat) {
    const QString onX = countText(result.sizes[x]), onY = countText(result.sizes[y]);
    setTitle(tr("%1 against %2 per class").arg(onX, onY));
    const QString unit = result.loss == u"l2" ? QString() : tr("nats");
    PairPoints pairs = pairPoints(result, x, y, repeat, kMostPoints);
    const std::int64_t shown = std::ssize(pairs.ids);
    setSubtitle(shown < result.sample.size()
                    ? tr("%1 of %2").arg(countText(shown), samplesText(result.sample.size()))
                    : samplesText(shown));
    m_chart->setProvenance(tr("%1, %2").arg(m_session->title(result.id),
                                            repeat == DifficultyResult::kMean
                                                ? tr("mean of %1").arg(repeatsText(result.repeats))
                                                : tr("repeat %1").arg(countText(repeat + 1))));
    m_points->setPoints({tr("Difficulty, %1 per class").arg(onX), unit, 2},
                        {tr("Difficulty, %1 per class").arg(onY), unit, 2},
                        std::move(pairs.ids),
                        std::move(pairs.points));
}

void PairPanel::clear() {
    setTitle(tr("Two sizes"));
    setSubtitle({});
    m_points->setPoints({}, {}, {}, {});
}

}  // namespace winnow::ui
