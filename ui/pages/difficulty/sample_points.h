// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scatter_chart.h"

#include <QObject>

#include <cstdint>
#include <vector>

namespace winnow::ui {

class Session;

/// Samples as the points of a scatter: their classes give the marks, the filter dims or hides them,
/// and the selection is the session's. A rectangle selects several, a click one, which becomes the
/// current sample.
class SamplePoints : public QObject {
    Q_OBJECT

public:
    /// Both outlive it; the chart owns it.
    SamplePoints(Session* session, ScatterChart* chart);

    /// points: one a sample.
    void setPoints(const AxisTitle& x,
                   const AxisTitle& y,
                   std::vector<std::int64_t> ids,
                   std::vector<QPointF> points);
    /// Sample of each point that is shown: what the filter hides is not.
    [[nodiscard]] const std::vector<std::int64_t>& shown() const { return m_shown; }

private:
    void rebuild();
    void showSelection();
    void select(const QList<int>& points, SelectMode mode);
    [[nodiscard]] std::int64_t at(int point) const {
        return m_shown[static_cast<std::size_t>(point)];
    }

    Session* m_session;
    ScatterChart* m_chart;
    AxisTitle m_x, m_y;
    std::vector<std::int64_t> m_ids, m_shown;
    std::vector<QPointF> m_points;  ///< of m_ids
};

}  // namespace winnow::ui
