// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/difficulty_page.h"

#include "ui/pages/difficulty/control/control_view.h"
#include "ui/pages/difficulty/prediction/prediction_view.h"
#include "ui/pages/difficulty/run_view.h"
#include "ui/pages/difficulty/scatter_panel.h"
#include "ui/pages/difficulty/set_size/set_size_view.h"
#include "ui/session/condition.h"
#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace winnow::ui {

DifficultyPage::DifficultyPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Difficulty, context, parent),
      m_run(new RunView(context, this)),
      m_setSize(new SetSizeView(context, this)),
      m_control(new ControlView(context, this)),
      m_prediction(new PredictionView(context, this)),
      m_segments(new Segments({tr("Run"), tr("Set size"), tr("Control"), tr("Prediction")}, this)),
      m_options(new QStackedWidget(this)),
      m_stack(new QStackedWidget(this)),
      m_tasks(makeTasks()),
      m_runButton(makeRunButton()) {
    m_segments->setAccessibleName(tr("View"));
    m_segments->setSegmentToolTip(Run, tr("What the chosen run recorded"));
    m_segments->setSegmentToolTip(SetSize,
                                  tr("Is what is hard in a large set hard in a small one?"));
    m_segments->setSegmentToolTip(Control,
                                  tr("Does the company of a sample decide how hard it is?"));
    m_segments->setSegmentToolTip(Prediction, tr("Can it be said who is forgotten next?"));
    m_options->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_options->addWidget(new QWidget(m_options));
    m_stack->addWidget(m_run);
    for (ExperimentView* view : experiments()) {
        m_options->addWidget(view->options());
        m_stack->addWidget(view);
        connect(view, &ExperimentView::shownChanged, this, &Page::subtitleChanged);
        connect(view, &ExperimentView::pageRequested, this, &Page::pageRequested);
        connect(view, &ExperimentView::jobFormRequested, this, &Page::jobFormRequested);
    }
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kPanelPadding));
    row->addWidget(m_segments);
    row->addWidget(m_options, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addLayout(row);
    column->addWidget(m_stack, 1);
    connect(m_segments, &Segments::currentChanged, this, &DifficultyPage::showView);
    connect(m_run, &RunView::refreshed, this, &DifficultyPage::refresh);
    connect(m_run, &RunView::pageRequested, this, &Page::pageRequested);
    connect(m_run, &RunView::jobFormRequested, this, &Page::jobFormRequested);
    refresh();
}

std::array<ExperimentView*, 3> DifficultyPage::experiments() const {
    return {m_setSize, m_control, m_prediction};
}

void DifficultyPage::showView(int view) {
    m_options->setCurrentIndex(view);
    m_stack->setCurrentIndex(view);
    Q_EMIT subtitleChanged();
}

QPushButton* DifficultyPage::makeTasks() {
    auto* button = new QPushButton(tr("I want to…"), this);
    auto* menu = new QMenu(button);
    const auto filtered = [this](const Condition& condition) {
        return [this, condition] {
            m_segments->setCurrentIndex(Run);
            session()->filter()->set(condition);
        };
    };
    m_needRun << menu->addAction(
        tr("See what was forgotten three times or more"),
        this,
        filtered(Condition::ofScore(
            QStringLiteral("forgetting"), 3, std::numeric_limits<double>::infinity())));
    m_needRun << menu->addAction(
        tr("See what was never learned"),
        this,
        filtered(Condition::ofScore(QStringLiteral("right_epochs"), 0, 0)));
    m_needRun << menu->addAction(tr("See what the run predicts wrong"),
                                 this,
                                 filtered(Condition::ofFlag(Condition::Kind::Wrong)));
    m_needRun << menu->addAction(
        tr("Compare difficulty with the kernel…"), this, &DifficultyPage::askForKernel);
    menu->addSeparator();
    const auto turnTo = [this](View view) {
        return [this, view] { m_segments->setCurrentIndex(view); };
    };
    menu->addAction(
        tr("See whether hard samples stay hard in smaller sets"), this, turnTo(SetSize));
    menu->addAction(
        tr("See whether interchangeable samples make learning easier"), this, turnTo(Control));
    menu->addAction(
        tr("See who is forgotten next, and what pushes it over"), this, turnTo(Prediction));
    button->setMenu(menu);
    return button;
}

QPushButton* DifficultyPage::makeRunButton() {
    auto* button = new QPushButton(tr("Run an experiment…"), this);
    auto* menu = new QMenu(button);
    menu->addAction(tr("Compare set sizes…"), this, [this] { m_setSize->requestForm(); });
    menu->addAction(
            tr("Control difficulty by company…"), this, [this] { m_control->requestForm(); })
        ->setObjectName(QStringLiteral("difficulty-control"));
    menu->addAction(tr("Predict forgetting…"), this, [this] { m_prediction->requestForm(); });
    button->setMenu(menu);
    return button;
}

QMenu* DifficultyPage::tasks() const { return m_tasks->menu(); }
QMenu* DifficultyPage::runMenu() const { return m_runButton->menu(); }

void DifficultyPage::askForKernel() {
    m_segments->setCurrentIndex(Run);
    if (!session()->chosen(Part::Kernel).isEmpty())
        return m_run->scatter()->setChosenScore(QStringLiteral("own"));
    Q_EMIT jobFormRequested(
        QStringLiteral("kernel"),
        jsonText(QJsonObject{{QStringLiteral("run"), session()->chosen(Part::Run)}}));
}

void DifficultyPage::refresh() {
    const bool imported = session()->dataset() != nullptr;
    m_tasks->setEnabled(imported);
    for (QAction* action : m_needRun) action->setEnabled(m_run->isReady());
    offer(m_runButton, imported ? jobTrouble(context()) : tr("Import a data set first."));
    Q_EMIT subtitleChanged();
}

QString DifficultyPage::subtitle() const {
    const int view = m_segments->currentIndex();
    if (view != Run)
        return session()->title(experiments().at(static_cast<std::size_t>(view - 1))->shown());
    if (session()->run().id.isEmpty()) return {};
    return tr("%1, %2 epochs, %3 samples")
        .arg(session()->title(session()->run().id),
             countText(session()->run().epochs()),
             countText(session()->sampleCount()));
}

QString DifficultyPage::helpFile() const {
    switch (m_segments->currentIndex()) {
        case Control:
            return QStringLiteral("control.md");
        case Prediction:
            return QStringLiteral("forgetting.md");
        default:
            return QStringLiteral("difficulty.md");
    }
}

QList<QWidget*> DifficultyPage::headerWidgets() { return {m_tasks, m_runButton}; }

// The run's view comes first, as it did when it was the only one: older states are read, too.
QByteArray DifficultyPage::saveState() const {
    QByteArray state = m_run->saveState();
    QDataStream stream(&state, QIODevice::WriteOnly | QIODevice::Append);
    stream << m_segments->currentIndex();
    for (const ExperimentView* view : experiments()) stream << view->saveState();
    return state;
}

void DifficultyPage::restoreState(const QByteArray& state) {
    m_run->restoreState(state);
    QDataStream stream(state);
    QByteArray rows, top, bottom;
    QString score;
    int scale = 0, view = 0;
    stream >> rows >> top >> bottom >> score >> scale >> view;
    if (stream.status() != QDataStream::Ok) return;
    for (ExperimentView* each : experiments()) {
        QByteArray own;
        stream >> own;
        each->restoreState(own);
    }
    if (view >= 0 && view < Views) m_segments->setCurrentIndex(view);
}

}  // namespace winnow::ui
