// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scatter_chart.h"
#include "ui/pages/difficulty/correlation.h"
#include "ui/widgets/panel.h"

#include <optional>

class QComboBox;
class QLabel;

namespace winnow::ui {

class Background;
class SamplePoints;
class Session;

/// Learning difficulty against another score, with how well they go together. A rectangle selects
/// samples, a click one. With a filter the figures are those of the matching samples.
class ScatterPanel : public Panel {
    Q_OBJECT

public:
    explicit ScatterPanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] ScatterChart* chart() const { return m_chart; }
    [[nodiscard]] QComboBox* against() const { return m_against; }
    /// Empty while it is being computed.
    [[nodiscard]] std::optional<Correlation> shown() const { return m_correlation; }
    /// Key of the score chosen by the person; empty: the first that suits.
    [[nodiscard]] QString chosenScore() const { return m_wanted; }
    void setChosenScore(const QString& key);

private:
    void listScores();
    void rebuild();
    void correlate();
    void describe();

    Session* m_session;
    ScatterChart* m_chart;
    SamplePoints* m_points;
    QComboBox* m_against;
    QLabel* m_figures;
    Background* m_background;
    std::optional<Correlation> m_correlation;
    QString m_wanted;
};

}  // namespace winnow::ui
