// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace winnow::ui {

class EmptyPanel;
class EventsPanel;
class HardestPanel;
class ScatterPanel;
class TracePanel;

/// Which samples the network loses again, and which it never finds easy.
class DifficultyPage : public Page {
    Q_OBJECT

public:
    explicit DifficultyPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Forgetting, difficulty"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Difficulty; }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] EventsPanel* events() const { return m_events; }
    [[nodiscard]] TracePanel* trace() const { return m_trace; }
    [[nodiscard]] ScatterPanel* scatter() const { return m_scatter; }
    [[nodiscard]] HardestPanel* hardest() const { return m_hardest; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }

private:
    void refresh();
    void leadOn();
    [[nodiscard]] QPushButton* makeTasks();
    void askForKernel();

    EventsPanel* m_events;
    TracePanel* m_trace;
    ScatterPanel* m_scatter;
    HardestPanel* m_hardest;
    EmptyPanel* m_empty;
    QStackedWidget* m_stack;
    QSplitter* m_rows;
    QSplitter* m_top;
    QSplitter* m_bottom;
    QPushButton* m_tasks;
};

}  // namespace winnow::ui
