// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/method_form.h"
#include "ui/pages/prune/outcome_gallery.h"
#include "ui/pages/prune/prune_page.h"
#include "ui/pages/prune/save_bar.h"
#include "ui/pages/prune/share_panel.h"
#include "ui/pages/prune/stage_panel.h"
#include "ui/pages/prune/task_list.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/divider.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel_splitter.h"

#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kTasks = 264;

}  // namespace

void PrunePage::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_split = makePanelSplitter(Qt::Horizontal, this);
    m_split->addWidget(buildTasks());
    m_split->addWidget(buildOutcome());
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({scaled(kTasks), scaled(4 * kTasks)});
    m_empty->setTexts(tr("No data set yet"),
                      tr("Import images first; then decide which of them stay."),
                      tr("Go to Data"));
    column->addWidget(m_split, 1);
    column->addWidget(m_empty, 1);
    m_message->hide();
    m_noClusters->hide();
}

QWidget* PrunePage::buildTasks() {
    auto* panel = new Panel(tr("I want to…"), this);
    auto* content = new QWidget(panel);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, scaled(size::kSpaceInGroup), 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_tasks);
    column->addWidget(makeDivider(content));
    column->addWidget(m_form);
    column->addStretch(1);
    auto* scroll = new QScrollArea(panel);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    panel->setContent(scroll);
    panel->setMinimumWidth(scaled(208));
    return panel;
}

QWidget* PrunePage::buildOutcome() {
    auto* outcome = new QWidget(this);
    auto* column = new QVBoxLayout(outcome);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    auto* bars = makePanelSplitter(Qt::Horizontal, outcome);
    bars->addWidget(m_classes);
    bars->addWidget(m_clusters);
    auto* galleries = makePanelSplitter(Qt::Horizontal, outcome);
    galleries->addWidget(m_goes);
    galleries->addWidget(m_stays);
    m_panels = makePanelSplitter(Qt::Vertical, outcome);
    m_panels->addWidget(bars);
    m_panels->addWidget(galleries);
    auto* scroll = new QScrollArea(outcome);
    scroll->setWidget(m_panels);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    column->addWidget(m_share);
    column->addWidget(m_message);
    column->addWidget(scroll, 1);
    column->addWidget(m_bar);
    return outcome;
}

}  // namespace winnow::ui
