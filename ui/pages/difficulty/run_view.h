// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QSplitter;
class QStackedWidget;

namespace winnow::ui {

class EmptyPanel;
class EventsPanel;
class HardestPanel;
class ScatterPanel;
class TracePanel;

/// Forgetting and difficulty as the chosen run recorded them.
class RunView : public QWidget {
    Q_OBJECT

public:
    explicit RunView(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] EventsPanel* events() const { return m_events; }
    [[nodiscard]] TracePanel* trace() const { return m_trace; }
    [[nodiscard]] ScatterPanel* scatter() const { return m_scatter; }
    [[nodiscard]] HardestPanel* hardest() const { return m_hardest; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    /// There is a data set and a run.
    [[nodiscard]] bool isReady() const;

    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    /// isReady() or the run changed.
    void refreshed();
    void pageRequested(winnow::ui::PageId page);
    void jobFormRequested(const QString& kind, const QByteArray& fields);

private:
    void refresh();
    void leadOn();

    PageContext m_context;
    EventsPanel* m_events;
    TracePanel* m_trace;
    ScatterPanel* m_scatter;
    HardestPanel* m_hardest;
    EmptyPanel* m_empty;
    QStackedWidget* m_stack;
    QSplitter* m_rows;
    QSplitter* m_top;
    QSplitter* m_bottom;
};

}  // namespace winnow::ui
