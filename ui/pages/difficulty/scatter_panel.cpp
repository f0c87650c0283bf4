// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/scatter_panel.h"

#include "ui/pages/difficulty/sample_points.h"
#include "ui/pages/train/background.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
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
      m_points(new SamplePoints(session, m_chart)),
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
    addHeaderWidget(m_against);
    setContent(m_chart);
    body()->addWidget(m_figures);
    setFigure(m_chart);
    connect(m_against, &QComboBox::activated, this, [this] {
        m_wanted = m_against->currentData().toString();
        rebuild();
    });
    connect(session->scores(), &Scores::changed, this, &ScatterPanel::listScores);
    connect(session->filter(), &Filter::changed, this, &ScatterPanel::correlate);
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

void ScatterPanel::rebuild() {
    const Scores& scores = *m_session->scores();
    const QString key = m_against->currentData().toString();
    const ScoreInfo* x = scores.info(key);
    const ScoreInfo* y = scores.info(kDifficulty);
    std::vector<std::int64_t> ids;
    std::vector<QPointF> points;
    if (x != nullptr && y != nullptr) {
        const auto xs = scores.column(key);
        const auto ys = scores.column(kDifficulty);
        for (std::size_t i = 0; i < xs.size(); ++i) {
            if (!std::isfinite(xs[i]) || !std::isfinite(ys[i])) continue;
            ids.push_back(static_cast<std::int64_t>(i));
            points.emplace_back(xs[i], ys[i]);
        }
        m_against->setToolTip(x->help);
    }
    m_points->setPoints(x == nullptr ? AxisTitle{} : axisOf(*x),
                        y == nullptr ? AxisTitle{} : axisOf(*y),
                        std::move(ids),
                        std::move(points));
    correlate();
}

void ScatterPanel::correlate() {
    m_correlation.reset();
    std::vector<double> xs, ys;
    const Filter* filter = m_session->filter();
    const auto x = m_session->scores()->column(m_against->currentData().toString());
    const auto y = m_session->scores()->column(kDifficulty);
    for (const std::int64_t id : m_points->shown()) {
        const auto at = static_cast<std::size_t>(id);
        if (at >= x.size() || at >= y.size()) continue;
        if (filter->isActive() && !filter->matches().contains(id)) continue;
        xs.push_back(x[at]);
        ys.push_back(y[at]);
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

}  // namespace winnow::ui
