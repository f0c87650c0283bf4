// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/axis_title.h"
#include "ui/charts/plot_frame.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QImage>

#include <functional>
#include <optional>

namespace winnow::ui {

struct ScatterData {
    QList<QPointF> points = {};    // not finite: left out
    QList<qint8> classSlots = {};  // class slot of each, negative: `edge`; empty: all accent discs
    QList<bool> dimmed = {};       // as long as points, or empty
    AxisTitle x = {};
    AxisTitle y = {};
};

/// How a gesture combines with the selection there is.
enum class SelectMode { Replace, Add, Subtract };

/// Two quantities of up to 60,000 samples as class marks, drawn into an image once. A drag selects
/// a rectangle (Shift adds, Ctrl subtracts), a click the nearest point; Left and Right walk by x,
/// Enter activates.
class ScatterChart : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit ScatterChart(QWidget* parent = nullptr);

    void setData(ScatterData scatter);
    /// Indices of points, ringed in accent.
    void setSelected(QList<int> points);
    /// Text of the first line of a tooltip: the sample's name.
    void setPointName(std::function<QString(int)> name);
    void setLegendEntries(QList<LegendEntry> entries);
    void setProvenance(const QString& line);

    [[nodiscard]] QString pointText(int point) const;
    [[nodiscard]] QPointF positionOf(int point) const;
    /// Indices within a rectangle of the widget.
    [[nodiscard]] QList<int> pointsIn(const QRectF& rect) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override { return size().expandedTo(minimumSizeHint()); }
    [[nodiscard]] QList<LegendEntry> figureLegend() const override { return m_legend; }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pointsSelected(const QList<int>& points, winnow::ui::SelectMode mode);
    void pointActivated(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] PlotFrame frameOf(QSize size) const;
    void paintPoints(QPainter& painter,
                     const PlotFrame& frame,
                     const Theme& theme,
                     double pixelRatio) const;
    [[nodiscard]] int nearest(QPointF position) const;
    void setCurrent(int point, QPoint globalPosition);

    ScatterData m_data;
    AxisTicks m_x;
    AxisTicks m_y;
    QList<int> m_selected;
    QList<int> m_byX;  // order of walking
    std::function<QString(int)> m_name;
    QList<LegendEntry> m_legend;
    QString m_provenance;
    int m_current = -1;
    std::optional<QPointF> m_pressed;
    QRectF m_rubber;
    QImage m_image;  // axes and points; null when it must be painted again
};

}  // namespace winnow::ui
