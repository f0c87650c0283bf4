// SPDX-License-Identifier: GPL-3.0-or-later
// What the page is put together from.
#include "ui/pages/interactions/history_panel.h"
#include "ui/pages/interactions/interactions_page.h"
#include "ui/pages/interactions/kernel_histogram.h"
#include "ui/pages/interactions/layer_panel.h"
#include "ui/pages/interactions/matrix_panel.h"
#include "ui/pages/interactions/neighbour_panel.h"
#include "ui/pages/interactions/pair_view.h"
#include "ui/pages/interactions/redundancy_panel.h"
#include "ui/pages/interactions/sample_history.h"
#include "ui/pages/interactions/test_panel.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/divider.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/segments.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace winnow::ui {
namespace {

constexpr int kMatrixWidth = 491;  // beside kRowsWidth, where the page is as wide as in the design
constexpr int kRowsWidth = 440;

}  // namespace

void InteractionsPage::makeHeader() {
    m_tasks = new QToolButton(this);
    m_tasks->setProperty("kind", QStringLiteral("secondary"));
    m_tasks->setText(tr("I want to…"));
    m_tasks->setPopupMode(QToolButton::InstantPopup);
    m_tasks->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(m_tasks);
    menu->setToolTipsVisible(true);
    m_tasks->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &InteractionsPage::fillTasks);
    m_compute = new QPushButton(tr("Compute kernel…"), this);
    connect(m_compute, &QPushButton::clicked, this, [this] { requestKernel({}); });
}

QList<QWidget*> InteractionsPage::headerWidgets() { return {m_tasks, m_compute}; }

void InteractionsPage::fillTasks() {
    QMenu* menu = m_tasks->menu();
    menu->clear();
    const KernelArrays& kernel = session()->kernel();
    const auto count = [](const auto& values) {
        return std::ranges::count_if(values, [](auto value) { return value > 0; });
    };
    const auto lookAtData = [this](const Condition& condition) {
        session()->filter()->set(condition);
        Q_EMIT pageRequested(PageId::Data);
    };
    const auto add = [&](const QString& text, auto action) {
        menu->addAction(text, this, action)->setEnabled(!kernel.id.isEmpty());
    };
    add(tr("Find redundant samples: %1").arg(countText(count(kernel.redundant.values()))),
        [lookAtData] { lookAtData(Condition::ofFlag(Condition::Kind::Redundant)); });
    add(tr("Find samples that others contradict: %1")
            .arg(countText(count(kernel.contradictory.values()))),
        [lookAtData] {
            lookAtData(Condition::ofScore(
                QStringLiteral("contradictory"), 1, std::numeric_limits<double>::infinity()));
        });
    add(tr("See groups of like samples: %1 clusters")
            .arg(countText(session()->cluster().sizes.size())),
        [this] { Q_EMIT pageRequested(PageId::Clusters); });
    add(tr("Keep fewer samples without losing accuracy"),
        [this] { Q_EMIT pageRequested(PageId::Prune); });
}

QWidget* InteractionsPage::makeOptions() {
    auto* options = new QWidget(this);
    auto* row = new QHBoxLayout(options);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    m_kernels = new QComboBox(options);
    m_kernels->setAccessibleName(tr("Kernel"));
    m_kernels->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kernels->setMinimumContentsLength(16);
    m_values = new Segments({tr("κ"), tr("Cosine")}, options);
    m_values->setCurrentIndex(1);
    m_values->setSegmentToolTip(0, tr("Larger is stronger; no unit"));
    m_values->setSegmentToolTip(1, tr("κ over the geometric mean of both own values, −1 to 1"));
    m_order = new QComboBox(options);
    m_order->setAccessibleName(tr("Order of the matrix"));
    m_order->addItems({tr("Class"), tr("Class, then cluster")});
    m_order->setCurrentIndex(1);
    m_provenance = makeLabel({}, "caption", options);
    m_provenance->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_provenance->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(makeLabel(tr("Kernel"), "secondary", options));
    row->addWidget(m_kernels);
    row->addWidget(makeLabel(tr("Values"), "secondary", options));
    row->addWidget(m_values);
    row->addWidget(makeLabel(tr("Order"), "secondary", options));
    row->addWidget(m_order);
    row->addWidget(m_provenance, 1);
    connect(m_kernels, &QComboBox::activated, this, [this](int index) {
        session()->choose(Part::Kernel, m_kernels->itemData(index).toString());
    });
    connect(m_values, &Segments::currentChanged, this, [this](int index) {
        m_neighbours->setValue(index == 0 ? NeighbourStrip::Value::Kappa
                                          : NeighbourStrip::Value::Cosine);
        rebuildMatrixSoon();
    });
    connect(m_order, &QComboBox::currentIndexChanged, this, &InteractionsPage::rebuildMatrixSoon);
    return options;
}

QWidget* InteractionsPage::makeRight() {
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    m_neighbours = new NeighbourPanel(session(), right);
    m_layers = new LayerPanel(context().serve, right);
    m_histogramPanel = new Panel(tr("κ within and across classes"), right);
    m_histogram = new KernelHistogram(m_histogramPanel);
    m_histogramPanel->setContent(m_histogram);
    m_histogramPanel->setFigure(m_histogram);
    column->addWidget(m_neighbours);
    column->addWidget(m_layers);
    column->addWidget(m_histogramPanel, 1);
    connect(m_neighbours, &NeighbourPanel::chosen, this, [this](std::int64_t partner) {
        lookAt(m_neighbours->sample(), partner);
    });
    connect(m_neighbours,
            &NeighbourPanel::allRequested,
            this,
            [this](const std::vector<std::int64_t>& samples, const QString& words) {
                session()->filter()->set(Condition::ofSamples(words, samples));
                Q_EMIT pageRequested(PageId::Data);
            });
    return right;
}

QWidget* InteractionsPage::makePairPanels() {
    auto* row = makePanelSplitter(Qt::Horizontal, this);
    m_epochs = new HistoryPanel(context().serve, row);
    m_redundancy = new RedundancyPanel(row);
    row->addWidget(m_epochs);
    row->addWidget(m_redundancy);
    m_lower = row;
    m_matrix->installEventFilter(this);  // its column sets the width below
    connect(m_pair, &PairView::answerChanged, m_redundancy, &RedundancyPanel::setPairAnswer);
    connect(m_pair, &PairView::pairChanged, m_epochs, &HistoryPanel::setPair);
    connect(m_epochs, &HistoryPanel::trainingRequested, this, &InteractionsPage::requestSnapshots);
    return row;
}

bool InteractionsPage::eventFilter(QObject* watched, QEvent* event) {
    // Later: by then the row below has its new width too.
    if (event->type() == QEvent::Resize)
        QTimer::singleShot(0, this, [this] { m_lower->setSizes(m_splitter->sizes()); });
    return Page::eventFilter(watched, event);
}

QWidget* InteractionsPage::makeContent() {
    m_matrix = new MatrixPanel(session(), context().serve, this);
    m_pair = new PairView(session(), context().serve, m_matrix);
    m_matrix->body()->addWidget(makeDivider(m_matrix));
    m_matrix->body()->addWidget(m_pair);
    m_splitter = makePanelSplitter(Qt::Horizontal, this);
    m_splitter->addWidget(m_matrix);
    m_splitter->addWidget(makeRight());
    m_splitter->setStretchFactor(0, kMatrixWidth);
    m_splitter->setStretchFactor(1, kRowsWidth);
    m_splitter->setSizes({scaled(kMatrixWidth), scaled(kRowsWidth)});
    connect(m_matrix, &MatrixPanel::picked, this, &InteractionsPage::lookAt);
    connect(m_matrix, &MatrixPanel::noteActivated, this, [this] {
        const QString centred = kernelOfKind(QStringLiteral("centred"));
        centred.isEmpty() ? requestKernel(QStringLiteral("centred"))
                          : session()->choose(Part::Kernel, centred);
    });
    connect(m_pair, &PairView::answerChanged, m_layers, &LayerPanel::setPairAnswer);
    connect(m_pair, &PairView::chosen, session()->selection(), [this](std::int64_t id) {
        session()->selection()->setCurrent(id);
    });
    // Below the size where all has room the panels scroll together: nothing is cut off.
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* all = new QWidget(scroll);
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_splitter, 1);
    column->addWidget(makePairPanels());
    m_test = new TestPanel(session(), context().serve, all);
    connect(m_test, &TestPanel::chosen, session()->selection(), &Selection::setCurrent);
    column->addWidget(m_test);
    scroll->setWidget(all);
    return scroll;
}

void InteractionsPage::makeHistory() {
    m_history = new SampleHistory(session()->selection(), this);
    const auto add = [this](Icon symbol, const QString& text, const QKeySequence& keys) {
        auto* action = new QAction(ui::icon(symbol), text, this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setToolTip(
            QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
        addAction(action);
        auto* button = new QToolButton(m_neighbours);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        m_neighbours->addHeaderWidget(button);
        return action;
    };
    QAction* back =
        add(Icon::ChevronLeft, tr("Sample before"), QKeySequence(Qt::ALT | Qt::Key_Left));
    QAction* forward =
        add(Icon::ChevronRight, tr("Next sample"), QKeySequence(Qt::ALT | Qt::Key_Right));
    connect(back, &QAction::triggered, m_history, &SampleHistory::goBack);
    connect(forward, &QAction::triggered, m_history, &SampleHistory::goForward);
    const auto update = [this, back, forward] {
        back->setEnabled(m_history->canGoBack());
        forward->setEnabled(m_history->canGoForward());
    };
    connect(m_history, &SampleHistory::changed, this, update);
    update();
}

}  // namespace winnow::ui
