// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/widgets/figure_source.h"

#include <QtCharts/QChartView>

class QTimer;

namespace winnow::ui {

/// Lines with bands and marks over one quantity. The point nearest to the mouse, or reached with
/// the arrow keys, shows its names, values and units. Redrawn at most four times a second while
/// data stream in.
class LineChart : public QChartView, public FigureSource {
    Q_OBJECT

public:
    explicit LineChart(QWidget* parent = nullptr);

    void setData(LineChartData data);
    [[nodiscard]] const LineChartData& data() const { return m_data; }

    /// A dotted vertical line where a slider is; none without value.
    void setMarker(std::optional<double> x);
    void setProvenance(const QString& line);

    /// Series and point, or none.
    [[nodiscard]] std::optional<QPair<int, int>> currentPoint() const { return m_current; }
    [[nodiscard]] QString pointText(int series, int point) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override { return csvOf(m_data); }
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] QList<LegendEntry> figureLegend() const override { return legendOf(m_data); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Click or Enter on a point.
    void pointActivated(int series, int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void setCurrent(std::optional<QPair<int, int>> current);
    [[nodiscard]] QPointF positionOf(QPointF value) const;
    [[nodiscard]] std::optional<QPair<int, int>> nearest(QPointF position) const;

    LineChartData m_data;
    AxisTicks m_xTicks;
    AxisTicks m_yTicks;
    std::optional<double> m_marker;
    std::optional<QPair<int, int>> m_current;
    QString m_provenance;
    QTimer* m_redraw;
};

}  // namespace winnow::ui
