// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

class QTimer;

namespace winnow::ui {

class BarChart;
class ClassModel;
class Session;

/// How many images each class has and how many of them match the filter. A click filters by a
/// class, Ctrl adds and takes away, Esc shows all.
class ClassPanel : public Panel {
    Q_OBJECT

public:
    explicit ClassPanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] BarChart* chart() const { return m_chart; }

private:
    void refresh();
    void showChosen();

    Session* m_session;
    ClassModel* m_model;
    BarChart* m_chart;
    QTimer* m_later;
};

}  // namespace winnow::ui
