// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/distil_view.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/session/session.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kGalleryHeight = 480, kLowerHeight = 240;  // px at 13 px text

}  // namespace

void DistilView::build() {
    m_gallery = new GalleryPanel(session(), this);
    m_warnings = new MessageCard(this);
    m_warnings->hide();
    m_rows = makePanelSplitter(Qt::Vertical, this, SplitterHint::Least);
    m_rows->addWidget(m_gallery);
    m_rows->addWidget(makeLower());
    m_rows->setStretchFactor(0, 5);
    m_rows->setStretchFactor(1, 3);
    // One band of images is seen whole where there is room.
    m_rows->setSizes({scaled(kGalleryHeight), scaled(kLowerHeight)});
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_warnings);
    column->addWidget(m_rows, 1);
    setContent(content);
    connectAll();
}

QWidget* DistilView::makeLower() {
    m_learning = new LearningView(this);
    m_analysis = new AnalysisView(this);
    m_transfer = new TransferView(m_context, this);
    m_parts = new Segments({tr("Learning"), tr("Analysis"), tr("All sets"), tr("Networks")}, this);
    m_parts->setAccessibleName(tr("What stands under the images"));
    m_parts->setSegmentToolTip(Learning, tr("Accuracy and loss over the steps"));
    m_parts->setSegmentToolTip(Analysis,
                               tr("Labels, dimension, spectrum and parts of the distilled images"));
    m_parts->setSegmentToolTip(Sets, tr("The distilled sets of this data set side by side"));
    m_parts->setSegmentToolTip(Networks, tr("What networks learn from distilled images"));
    m_facts = new ElidedLabel(this);
    m_facts->setProperty("role", QStringLiteral("caption"));
    auto* analysis = new QScrollArea(this);
    analysis->setWidgetResizable(true);
    analysis->setFocusPolicy(Qt::NoFocus);
    analysis->setWidget(m_analysis);
    m_lower = new QStackedWidget(this);
    m_lower->addWidget(m_learning);
    m_lower->addWidget(analysis);
    m_lower->addWidget(makeSets());
    m_lower->addWidget(m_transfer);
    auto* lower = new QWidget(this);
    auto* column = new QVBoxLayout(lower);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(m_parts);
    row->addWidget(m_facts, 1);
    row->addWidget(m_learning->scale());
    column->addLayout(row);
    column->addWidget(m_lower, 1);
    return lower;
}

QWidget* DistilView::makeSets() {
    m_setColumns = makePanelSplitter(Qt::Horizontal, this);
    m_worthPanel = new Panel(tr("Against natural images"), m_setColumns);
    m_worth = new LineChart(m_worthPanel);
    fillPanel(*m_worthPanel, *m_worth, size::kLowChartMinimumHeight);
    auto* panel = new Panel(tr("Distilled sets"), m_setColumns);
    m_sets = new DistilledTable(this);
    m_figure.emplace(m_sets);
    m_table = new QTableView(panel);
    auto* sorted = setUpSortedTable(*m_table, m_sets);
    m_table->setAccessibleName(tr("Distilled sets"));
    panel->setSubtitle(tr("kernel regression on the test images; the paper's value beside"));
    panel->setContent(m_table);
    panel->setFigure(&*m_figure);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            [this, sorted](const QModelIndex& index) {
                if (index.isValid())
                    choice()->choose(m_sets->idAt(sorted->mapToSource(index).row()));
            });
    m_setColumns->addWidget(m_worthPanel);
    m_setColumns->addWidget(panel);
    m_setColumns->setStretchFactor(0, 1);
    m_setColumns->setStretchFactor(1, 3);
    return m_setColumns;
}

void DistilView::connectAll() {
    connect(m_parts, &Segments::currentChanged, this, [this](int index) {
        m_lower->setCurrentIndex(index);
        m_learning->scale()->setVisible(index == Learning || index == Analysis);
    });
    connect(m_gallery, &GalleryPanel::checkpointChanged, this, &DistilView::showCheckpoint);
    connect(m_learning, &LearningView::stepChosen, this, [this](std::int64_t step) {
        if (!m_gallery->images()) return;
        const auto& all = m_gallery->images()->checkpoints;
        const auto nearest = std::ranges::min_element(
            all, {}, [step](const DistilCheckpoint& each) { return std::abs(each.step - step); });
        m_gallery->steps()->setCheckpoint(static_cast<std::size_t>(nearest - all.begin()));
    });
    connect(m_learning, &LearningView::scaleChanged, this, [this] {
        if (m_distilled)
            m_analysis->showDimension(*m_distilled, m_about, m_learning->isLogarithmic());
    });
    connect(session(), &Session::artifactsChanged, this, &DistilView::setsChanged);
    connect(session(), &Session::datasetChanged, this, &DistilView::setsChanged);
    connect(m_transfer, &ResultView::pageRequested, this, &ResultView::pageRequested);
    connect(m_transfer, &ResultView::jobFormRequested, this, &ResultView::jobFormRequested);
}

}  // namespace winnow::ui
