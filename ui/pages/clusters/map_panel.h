// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/scene_figure.h"
#include "ui/session/sample_set.h"
#include "ui/widgets/panel.h"

#include <memory>

class QStackedWidget;
class QToolButton;

namespace winnow::ui {

class EmptyPanel;
class Legend;
class MapView;
class Session;

/// The map of the chosen embedding with lasso and rectangle; without one, how to come by it.
class MapPanel : public Panel {
    Q_OBJECT

public:
    explicit MapPanel(Session* session, QWidget* parent = nullptr);
    ~MapPanel() override;

    [[nodiscard]] MapView* view() const { return m_view; }

Q_SIGNALS:
    /// The person wants a map to be computed.
    void mapRequested();

private:
    void makeTools();
    void connectView();
    void rebuild();
    void updateLegend();
    void showLooks();
    [[nodiscard]] QStringList describe(std::int64_t sample) const;
    void select(const std::vector<std::int64_t>& samples, Combine how);

    Session* m_session;
    QStackedWidget* m_stack;
    MapView* m_view;
    EmptyPanel* m_empty;
    Legend* m_legend;
    QList<QToolButton*> m_tools;
    std::unique_ptr<SceneFigure> m_figure;
};

}  // namespace winnow::ui
