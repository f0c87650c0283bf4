// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/event_counts.h"
#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;

namespace winnow::ui {

class Segments;
class Session;

/// How many samples are forgotten how often, with what the filter lets through. Clicked bars select
/// their samples; the button makes them the filter.
class EventsPanel : public Panel {
    Q_OBJECT

public:
    explicit EventsPanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] BarChart* chart() const { return m_chart; }
    [[nodiscard]] Segments* scale() const { return m_scale; }
    [[nodiscard]] QPushButton* filterButton() const { return m_filter; }

private:
    void rebuild();
    void describe();
    void barsChosen(const QSet<int>& bars);
    /// Forgets the chosen bars when another view has changed the selection.
    void selectionChanged();
    void filterTo(const QSet<int>& bars);

    Session* m_session;
    BarChart* m_chart;
    Segments* m_scale;
    QPushButton* m_filter;
    QLabel* m_words;
    EventCounts m_counts;
    bool m_selecting = false;
};

}  // namespace winnow::ui
