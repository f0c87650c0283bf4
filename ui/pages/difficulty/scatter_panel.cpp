// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/scatter_panel.h"

#include "ui/pages/difficulty/point_selection.h"
#include "ui/pages/train/background.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>

#include <cmath>

namespace winnow::ui {
namespace {

const QString kDifficulty = QStringLiteral("difficulty");

AxisTitle axisOf(const ScoreInfo& info) { return {info.title, info.unit, info.decimals}; }

/// The score looked at before the person chooses: the kernel's diagonal, else forgetting.
QString suitable(const Scores& scores, const QString& wanted) {
    for (const QString& key : {wanted, QStringLiteral("own"), QStringLiteral("forgetting")})
        if (!key.isEmpty() && scores.info(key) != nullptr) return key;
    return {};
}

}  // namespace

ScatterPanel::ScatterPanel(Session* session, QWidget* parent)
    : Panel(tr("Difficulty against"), parent),
      m_session(session),
      m_chart(new ScatterChart(this)),
      m_against(new QComboBox(this)),
      m_figures(new QLabel(this)),
      m_background(new Background(this)) {
    m_against->setAccessibleName(tr("Score to compare difficulty with"));
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_figures->setProperty("role", QStringLiteral("secondary"));
    m_figures->setWordWrap(true);
    m_figures->setToolTip(
        tr("Both go from −1 to 1; 0: unrelated. Pearson is of the values, Spearman of their ranks, "
           "equal values sharing their mean rank. n: samples that have both scores."));
    m_chart->setAccessibleName(tr("Difficulty against another score"));
    m_chart->setPointName([this](int point) {
        const std::int64_t id = m_ids[static_cast<std::size_t>(point)];
        return QStringLiteral("#%1, %2").arg(countText(id),
                                             m_session->className(m_session->label(id)));
    });
    addHeaderWidget(m_against);
    setContent(m_chart);
    body()->addWidget(m_figures);
    setFigure(m_chart);
    connect(m_against, &QComboBox::activated, this, [this] {
        m_wanted = m_against->currentData().toString();
        rebuild();
    });
    connect(m_chart,
            &ScatterChart::pointsSelected,
            this,
            [this](const QList<int>& points, SelectMode mode) {
                selectPoints(*m_session, m_ids, points, mode);
            });
    connect(m_chart, &ScatterChart::pointActivated, this, [this](int point) {
        m_session->selection()->setCurrent(m_ids[static_cast<std::size_t>(point)]);
    });
    connect(session->scores(), &Scores::changed, this, &ScatterPanel::listScores);
    connect(session->selection(), &Selection::changed, this, &ScatterPanel::showSelection);
    connect(session->filter(), &Filter::changed, this, &ScatterPanel::rebuild);
    connect(session->filter(), &Filter::modeChanged, this, &ScatterPanel::rebuild);
    connect(session, &Session::classSlotsChanged, this, &ScatterPanel::rebuild);
    listScores();
}

void ScatterPanel::setChosenScore(const QString& key) {
    m_wanted = key;
    listScores();
}

void ScatterPanel::listScores() {
    const QSignalBlocker block(m_against);
    const Scores& scores = *m_session->scores();
    m_against->clear();
    for (const ScoreInfo& info : scores.list()) {
        if (info.key == kDifficulty || info.key == u"id" || info.key == u"class") continue;
        m_against->addItem(info.title, info.key);
        m_against->setItemData(m_against->count() - 1, info.help, Qt::ToolTipRole);
    }
    m_against->setCurrentIndex(m_against->findData(suitable(scores, m_wanted)));
    rebuild();
}

bool ScatterPanel::isSeen(std::int64_t id) const {
    const Filter* filter = m_session->filter();
    return !filter->isActive() || filter->mode() == Filter::Mode::Dim ||
           filter->matches().contains(id);
}

void ScatterPanel::rebuild() {
    const Scores& scores = *m_session->scores();
    const QString key = m_against->currentData().toString();
    const ScoreInfo* x = scores.info(key);
    const ScoreInfo* y = scores.info(kDifficulty);
    ScatterData figure;
    m_ids.clear();
    m_pointOf.assign(static_cast<std::size_t>(m_session->sampleCount()), -1);
    if (x != nullptr && y != nullptr) {
        figure.x = axisOf(*x);
        figure.y = axisOf(*y);
        const auto xs = scores.column(key);
        const auto ys = scores.column(kDifficulty);
        const Filter* filter = m_session->filter();
        for (std::size_t i = 0; i < xs.size(); ++i) {
            const auto id = static_cast<std::int64_t>(i);
            if (!std::isfinite(xs[i]) || !std::isfinite(ys[i]) || !isSeen(id)) continue;
            const int label = static_cast<int>(m_session->label(id));
            m_pointOf[i] = static_cast<int>(m_ids.size());
            m_ids.push_back(id);
            figure.points << QPointF(xs[i], ys[i]);
            figure.classSlots << static_cast<qint8>(
                m_session->classSlots().slotOf(label).value_or(-1));
            if (filter->isActive()) figure.dimmed << !filter->matches().contains(id);
        }
        m_against->setToolTip(x->help);
    }
    m_chart->setData(std::move(figure));
    showSelection();
    correlate();
}

void ScatterPanel::correlate() {
    m_correlation.reset();
    std::vector<double> xs, ys;
    const Filter* filter = m_session->filter();
    const auto x = m_session->scores()->column(m_against->currentData().toString());
    const auto y = m_session->scores()->column(kDifficulty);
    for (const std::int64_t id : m_ids) {
        if (filter->isActive() && !filter->matches().contains(id)) continue;
        xs.push_back(x[static_cast<std::size_t>(id)]);
        ys.push_back(y[static_cast<std::size_t>(id)]);
    }
    describe();
    m_background->run([xs = std::move(xs), ys = std::move(ys)] { return correlation(xs, ys); },
                      [this](const Correlation& result) {
                          m_correlation = result;
                          describe();
                      });
}

void ScatterPanel::describe() {
    setSubtitle(m_session->filter()->isActive() ? tr("of the matching samples") : QString());
    if (!m_correlation) {
        m_figures->setText(tr("Computing…"));
        return;
    }
    const QString figures = tr("Spearman %1, Pearson %2, n = %3")
                                .arg(numberText(m_correlation->spearman, 2),
                                     numberText(m_correlation->pearson, 2),
                                     countText(m_correlation->n));
    m_figures->setText(figures);
    const QString of = m_session->title(m_session->run().id);
    const QString kernel = m_session->title(m_session->chosen(Part::Kernel));
    m_chart->setProvenance((kernel.isEmpty() ? of : of + QStringLiteral(", ") + kernel) +
                           QStringLiteral(". ") + figures);
}

void ScatterPanel::showSelection() {
    QList<int> points;
    for (const std::int64_t id : m_session->selection()->samples().ids())
        if (const auto at = static_cast<std::size_t>(id);
            at < m_pointOf.size() && m_pointOf[at] >= 0)
            points << m_pointOf[at];
    m_chart->setSelected(points);
}

}  // namespace winnow::ui
