// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <array>

class QAction;
class QMenu;
class QPushButton;
class QStackedWidget;

namespace winnow::ui {

class ControlView;
class ExperimentView;
class PredictionView;
class RunView;
class Segments;
class SetSizeView;

/// Which samples the network loses again, and which it never finds easy: in the chosen run, and in
/// experiments that ask whether the size of the set, the company of a sample, and the next step
/// decide it.
class DifficultyPage : public Page {
    Q_OBJECT

public:
    /// In the order of the segments.
    enum View { Run, SetSize, Control, Prediction, Views };

    explicit DifficultyPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Forgetting, difficulty"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Difficulty; }
    [[nodiscard]] QString helpFile() const override;
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] Segments* views() const { return m_segments; }
    [[nodiscard]] QMenu* tasks() const;
    [[nodiscard]] QMenu* runMenu() const;
    [[nodiscard]] RunView* run() const { return m_run; }
    [[nodiscard]] SetSizeView* setSize() const { return m_setSize; }
    [[nodiscard]] ControlView* control() const { return m_control; }
    [[nodiscard]] PredictionView* prediction() const { return m_prediction; }

private:
    void refresh();
    void showView(int view);
    [[nodiscard]] QPushButton* makeTasks();
    [[nodiscard]] QPushButton* makeRunButton();
    void askForKernel();
    [[nodiscard]] std::array<ExperimentView*, 3> experiments() const;

    RunView* m_run;
    SetSizeView* m_setSize;
    ControlView* m_control;
    PredictionView* m_prediction;
    Segments* m_segments;
    QStackedWidget* m_options;
    QStackedWidget* m_stack;
    QList<QAction*> m_needRun;
    QPushButton* m_tasks;
    QPushButton* m_runButton;
};

}  // namespace winnow::ui
