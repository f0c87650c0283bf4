// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QPushButton;
class QStackedWidget;

namespace winnow::ui {

class EvaluationView;
class ResultView;
class GapView;
class Segments;
class SmallBudgetView;

/// Whether what was pruned is worth it: the network trained anew on each selection with several
/// seeds, held against the full set and random choices by tests; training on small budgets; and
/// the theorem behind lpNTK.
class EvaluatePage : public Page {
    Q_OBJECT

public:
    enum View { Methods, SmallBudgets, Theory };

    explicit EvaluatePage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Evaluate"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Evaluate; }
    [[nodiscard]] QString helpFile() const override;
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] bool opensInspector() const override { return false; }
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    void showView(View view);
    [[nodiscard]] Segments* views() const { return m_views; }
    [[nodiscard]] EvaluationView* methods() const { return m_methods; }
    [[nodiscard]] SmallBudgetView* budgets() const { return m_budgets; }
    [[nodiscard]] GapView* theory() const { return m_theory; }
    [[nodiscard]] QPushButton* tasks() const { return m_tasks; }

private:
    [[nodiscard]] QPushButton* makeTasks();
    void refresh();
    [[nodiscard]] QList<ResultView*> all() const;

    EvaluationView* m_methods;
    SmallBudgetView* m_budgets;
    GapView* m_theory;
    QStackedWidget* m_stack;
    Segments* m_views;
    QList<QAction*> m_starts;  ///< of the tasks, those that start a job
    QPushButton* m_tasks;
};

}  // namespace winnow::ui
