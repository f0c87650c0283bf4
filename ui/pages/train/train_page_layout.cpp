// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/pages/train/class_record_model.h"
#include "ui/pages/train/forgotten_panel.h"
#include "ui/pages/train/record_table.h"
#include "ui/pages/train/run_model.h"
#include "ui/pages/train/run_panel.h"
#include "ui/pages/train/train_page.h"
#include "ui/pages/train/training_strip.h"
#include "ui/session/session.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace winnow::ui {
void TrainPage::layOut() {
    m_strip = new TrainingStrip(this);
    m_message = new MessageCard(this);
    m_message->hide();
    m_forgotten = new ForgottenPanel(session(), this);
    m_rows = makePanelSplitter(Qt::Vertical, this);
    m_rows->addWidget(makeCharts());
    m_rows->addWidget(m_forgotten);
    m_rows->addWidget(makeClassPanel());
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    m_rows->setStretchFactor(2, 4);
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_message);
    column->addWidget(m_strip);
    column->addWidget(m_rows, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    scroll->setMinimumWidth(content->minimumSizeHint().width());
    m_empty = new EmptyPanel(Icon::Train, this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_empty);

    m_runPanel = new RunPanel(m_runs, this);
    m_runPanel->setMinimumWidth(scaled(236));
    m_columns = makePanelSplitter(Qt::Horizontal, this);
    m_columns->addWidget(m_runPanel);
    m_columns->addWidget(m_stack);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({scaled(304), scaled(920)});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
    m_tasks = makeTasks();
}

QWidget* TrainPage::makeCharts() {
    m_charts = makePanelSplitter(Qt::Horizontal, this);
    const auto add = [this](Panel*& panel, LineChart*& chart, const QString& name) {
        panel = new Panel(name, m_charts);
        chart = new LineChart(panel);
        fillPanel(*panel, *chart);
        m_charts->addWidget(panel);
    };
    add(m_lossPanel, m_loss, tr("Loss"));
    add(m_accuracyPanel, m_accuracy, tr("Accuracy"));
    m_lossPanel->setSubtitle(tr("lower is better"));
    m_accuracyPanel->setSubtitle(tr("higher is better"));
    return m_charts;
}

QWidget* TrainPage::makeClassPanel() {
    m_classes = new ClassRecordModel(session(), this);
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_classes);
    sorted->setSortRole(RecordSortRole);
    m_classPanel = new Panel(tr("Per class"), this);
    m_classTable = new QTableView(m_classPanel);
    setUpRecordTable(*m_classTable, size::kDenseTableRow);
    m_classTable->setModel(sorted);
    m_classTable->setAccessibleName(tr("Per class"));
    m_classTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_classTable->setMinimumHeight(scaled(size::kTableHeader + 4 * size::kDenseTableRow));
    auto* header = m_classTable->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSortIndicatorClearable(true);
    m_classTable->setSortingEnabled(true);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ClassRecordModel::TakenFor, QHeaderView::Stretch);
    header->setSectionResizeMode(ClassRecordModel::ByEpoch, QHeaderView::Fixed);
    header->resizeSection(ClassRecordModel::ByEpoch, scaled(100));
    header->setSectionResizeMode(ClassRecordModel::ForgottenNow, QHeaderView::Fixed);
    header->resizeSection(ClassRecordModel::ForgottenNow, scaled(144));
    m_classPanel->setContent(m_classTable);
    return m_classPanel;
}

QPushButton* TrainPage::makeTasks() {
    auto* button = new QPushButton(tr("I want to…"), this);
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    m_starts << menu->addAction(tr("Train a network…"), this, &TrainPage::askForTraining);
    menu->addAction(tr("See what the network finds hard"), this, [this] {
        Q_EMIT pageRequested(PageId::Difficulty);
    });
    m_starts << menu->addAction(tr("Compute how samples act on each other…"), this, [this] {
        const QString run = session()->chosen(Part::Run);
        Q_EMIT jobFormRequested(
            QStringLiteral("kernel"),
            run.isEmpty() ? QByteArray("{}") : QByteArray("{\"run\":\"") + run.toUtf8() + "\"}");
    });
    button->setMenu(menu);
    return button;
}

}  // namespace winnow::ui
