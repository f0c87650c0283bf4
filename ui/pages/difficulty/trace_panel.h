// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/difficulty/class_trace.h"
#include "ui/widgets/panel.h"

#include <optional>

class QLabel;
class QStackedWidget;

namespace winnow::ui {

class Background;
class EpochStrip;
class LineChart;
class Session;

/// Loss of the current sample by epoch against its class, and in which epochs it was right.
class TracePanel : public Panel {
    Q_OBJECT

public:
    explicit TracePanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] EpochStrip* strip() const { return m_strip; }

private:
    void refresh();
    void readClass(std::int64_t label);
    void showSample(std::int64_t sample);

    Session* m_session;
    QStackedWidget* m_stack;
    LineChart* m_chart;
    EpochStrip* m_strip;
    QLabel* m_words;
    Background* m_background;
    std::optional<ClassTrace> m_class;
    std::int64_t m_classOf = -1;  ///< label m_class is of, or will be
    QString m_run;                ///< and of which run
};

/// loss and right: by epoch, of the sample. trace: null while it is not known.
[[nodiscard]] LineChartData traceChart(std::span<const double> loss,
                                       const std::vector<std::uint8_t>& right,
                                       const ClassTrace* trace);

}  // namespace winnow::ui
