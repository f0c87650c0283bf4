// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/evaluate_page.h"

#include "ui/pages/evaluate/evaluation_view.h"
#include "ui/pages/evaluate/gap_view.h"
#include "ui/pages/evaluate/small_budget_view.h"
#include "ui/session/session.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

namespace winnow::ui {

EvaluatePage::EvaluatePage(const PageContext& context, QWidget* parent)
    : Page(PageId::Evaluate, context, parent),
      m_methods(new EvaluationView(context, this)),
      m_budgets(new SmallBudgetView(context, this)),
      m_theory(new GapView(context, this)),
      m_stack(new QStackedWidget(this)),
      m_views(new Segments({tr("Methods"), tr("Small budgets"), tr("Theory")}, this)),
      m_tasks(makeTasks()) {
    m_views->setAccessibleName(tr("Experiment"));
    m_views->setSegmentToolTip(Methods, tr("Accuracy of what each method keeps"));
    m_views->setSegmentToolTip(SmallBudgets, tr("Head clusters against random at a few per cent"));
    m_views->setSegmentToolTip(Theory, tr("Theorem 1: the gap between lpNTK and the full kernel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    for (ResultView* view : all()) {
        m_stack->addWidget(view);
        connect(view, &ResultView::pageRequested, this, &Page::pageRequested);
        connect(view, &ResultView::jobFormRequested, this, &Page::jobFormRequested);
    }
    connect(m_views, &Segments::currentChanged, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        Q_EMIT subtitleChanged();
    });
    connect(session(), &Session::datasetChanged, this, &EvaluatePage::refresh);
    refresh();
}

void EvaluatePage::refresh() {
    m_tasks->setEnabled(session()->dataset() != nullptr);
    const QString trouble = jobTrouble(context());
    for (QAction* start : m_starts) offer(start, trouble);
    Q_EMIT subtitleChanged();
}

QList<ResultView*> EvaluatePage::all() const { return {m_methods, m_budgets, m_theory}; }

QPushButton* EvaluatePage::makeTasks() {
    auto* button = new QPushButton(tr("I want to…"), this);
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    const auto add = [&](const QString& text, View view) {
        m_starts << menu->addAction(text, this, [this, view] {
            showView(view);
            all()[view]->askForJob();
        });
    };
    add(tr("Compare pruning methods…"), Methods);
    add(tr("Train on one to five per cent…"), SmallBudgets);
    add(tr("Check the theory behind lpNTK…"), Theory);
    menu->addSeparator();
    menu->addAction(
        tr("Choose what to keep"), this, [this] { Q_EMIT pageRequested(PageId::Prune); });
    button->setMenu(menu);
    return button;
}

void EvaluatePage::showView(View view) { m_views->setCurrentIndex(view); }

QString EvaluatePage::subtitle() const {
    if (session()->dataset() == nullptr) return {};
    switch (m_views->currentIndex()) {
        case SmallBudgets:
            return tr("A few per cent of the set: at random, or from the head clusters");
        case Theory:
            return tr("How far lpNTK is from the full kernel, by width");
        default:
            return tr("Retrain on each subset, then ask whether the difference is real");
    }
}

QString EvaluatePage::helpFile() const {
    switch (m_views->currentIndex()) {
        case SmallBudgets:
            return QStringLiteral("small-budget.md");
        case Theory:
            return QStringLiteral("theory.md");
        default:
            return QStringLiteral("pruning.md");
    }
}

QList<QWidget*> EvaluatePage::headerWidgets() { return {m_views, m_tasks}; }

QByteArray EvaluatePage::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_views->currentIndex();
    for (const ResultView* view : all()) stream << view->saveState();
    return state;
}

void EvaluatePage::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    int view = 0;
    stream >> view;
    if (stream.status() != QDataStream::Ok || view < Methods || view > Theory) return;
    for (ResultView* each : all()) {
        QByteArray part;
        stream >> part;
        if (!part.isEmpty()) each->restoreState(part);
    }
    showView(static_cast<View>(view));
}

}  // namespace winnow::ui
