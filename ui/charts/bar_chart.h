// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_title.h"
#include "ui/charts/plot_frame.h"
#include "ui/theme/data_colour.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace winnow::ui {

struct Bar {
    QString label = {};  // under the axis
    double value = 0;
    std::optional<double> part = {};  // painted over the bar: what matches the filter
    DataColour colour = DataColour::neutral();
    std::optional<int> slot = {};  // class mark before the label
    QString toolTip = {};          // after name and value
};

struct BarChartData {
    QList<Bar> bars = {};
    AxisTitle x = {};
    AxisTitle y = {};
    bool logarithmic = false;
    /// With parts: bars are `line`, parts have the colour and their count above.
    bool valuesAbove = false;  // of every bar; else of chosen ones
    QString partName = {};     // "matching": names the part in tooltips and in the CSV
    /// Names of bars that stand together over one label, that of the first of them: "start", "now".
    QStringList together = {};
};

/// Bars over names or bins, linear or logarithmic. Click, Ctrl and Shift choose as in a file
/// manager; Left, Right, Home and End walk, Space chooses, Esc chooses none.
class BarChart : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit BarChart(QWidget* parent = nullptr);

    void setData(BarChartData data);
    [[nodiscard]] const BarChartData& data() const { return m_data; }
    void setProvenance(const QString& line);

    [[nodiscard]] const QSet<int>& chosen() const { return m_chosen; }
    void setChosen(const QSet<int>& bars);

    [[nodiscard]] QString barText(int bar) const;
    [[nodiscard]] QRectF barRect(int bar) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override { return size().expandedTo(minimumSizeHint()); }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By a person.
    void chosenChanged(const QSet<int>& bars);
    /// Double click or Enter.
    void barActivated(int bar);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] PlotFrame frameOf(QSize size) const;
    /// Bars that stand together, and how many such groups there are.
    [[nodiscard]] int perGroup() const { return std::max<int>(1, m_data.together.size()); }
    [[nodiscard]] int groups() const;
    [[nodiscard]] QRectF rectIn(const PlotFrame& frame, int bar, double value) const;
    [[nodiscard]] int barAt(QPointF position) const;
    void paintBars(QPainter& painter, const PlotFrame& frame, const Theme& theme) const;
    void paintValues(QPainter& painter, const PlotFrame& frame, const Theme& theme) const;
    void paintLabels(QPainter& painter, const PlotFrame& frame, const Theme& theme) const;
    void choose(int bar, Qt::KeyboardModifiers modifiers);
    void walkTo(int bar, Qt::KeyboardModifiers modifiers);
    void setChosenByPerson(const QSet<int>& bars);

    BarChartData m_data;
    QString m_provenance;
    QSet<int> m_chosen;
    int m_current = -1;
    int m_anchor = 0;
    int m_hovered = -1;
};

}  // namespace winnow::ui
