// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/sample_points.h"
#include "ui/pages/difficulty/set_size/difficulty_result.h"
#include "ui/widgets/panel.h"

namespace winnow::ui {

class Session;

/// Difficulty of the same samples learned in sets of two sizes, one point each. A click selects
/// the sample everywhere, a rectangle several.
class PairPanel : public Panel {
    Q_OBJECT

public:
    static constexpr std::size_t kMostPoints = 2000;

    explicit PairPanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] ScatterChart* chart() const { return m_chart; }
    /// Sizes by index; repeat as of DifficultyResult.
    void showPair(const DifficultyResult& result, std::size_t x, std::size_t y, int repeat);
    void clear();
    /// Sample of each point.
    [[nodiscard]] const std::vector<std::int64_t>& ids() const { return m_points->shown(); }

private:
    Session* m_session;
    ScatterChart* m_chart;
    SamplePoints* m_points;
};

}  // namespace winnow::ui
