// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/stage_panel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/legend.h"

#include <QBoxLayout>
#include <QScrollArea>

namespace winnow::ui {
namespace {

constexpr int kLeastRows = 5;

}  // namespace

StagePanel::StagePanel(const QString& title, const QString& what, QWidget* parent)
    : Panel(title, parent), m_bars(new StageBars(what)), m_scroll(new QScrollArea(this)) {
    m_scroll->setWidget(m_bars);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setMinimumHeight(scaled(kLeastRows * StageBars::kRowHeight));
    m_bars->setAccessibleName(title);
    setContent(m_scroll);
    setFigure(m_bars);
    connect(m_bars, &StageBars::legendChanged, this, [this] {
        legend()->setEntries(m_bars->figureLegend());
    });
    connect(m_bars, &StageBars::rowReached, this, [this](const QRect& rect) {
        m_scroll->ensureVisible(rect.center().x(), rect.center().y(), 0, rect.height());
    });
}

void StagePanel::setInstead(QWidget* instead) {
    if (m_instead != nullptr && m_instead != instead) m_instead->hide();
    if (instead != nullptr && instead != m_instead) body()->addWidget(instead, 1);
    m_instead = instead;
    m_scroll->setVisible(instead == nullptr);
    if (instead != nullptr) instead->show();
}

}  // namespace winnow::ui
