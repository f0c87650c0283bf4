// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/numbers.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QPoint>
#include <QStringList>

#include <optional>

namespace winnow::ui {

/// One cell: a number in its colour, and a smaller one to compare it with.
struct HeatCell {
    bool shown = false;  ///< false: left blank, cannot be reached
    double value = kNotDefined;  ///< decides the colour; NaN: none
    QString text = {};
    QString second = {};   ///< under it, where there is room: "paper 0.73"
    QString toolTip = {};  ///< whole: names, values, interval
};

struct HeatTableData {
    QStringList rows = {}, columns = {};
    QList<HeatCell> cells = {};           ///< [rows, columns], row after row
    double low = 0, high = 1;             ///< of the colours
    QString lowText = {}, highText = {};  ///< ends of the colour bar: "0 unrelated"; empty: no bar
    QString csv = {};                     ///< the numbers, as FigureSource::figureCsv
};

/// A small table whose cells are coloured by the sequential map: correlations, confusion counts.
/// Click or arrow keys choose a cell, hover tells it.
class HeatTable : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit HeatTable(QWidget* parent = nullptr);

    /// Keeps the chosen cell where it is still shown.
    void setData(HeatTableData data);
    [[nodiscard]] const HeatTableData& data() const { return m_data; }
    void setProvenance(const QString& line) { m_provenance = line; }

    /// (column, row) of the chosen cell; none: nothing is chosen.
    [[nodiscard]] std::optional<QPoint> chosen() const { return m_chosen; }
    /// Without a signal; a cell that is not shown is passed over.
    void setChosen(int row, int column);
    [[nodiscard]] QRectF cellRect(int row, int column) const;
    [[nodiscard]] const HeatCell& cell(int row, int column) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override { return m_data.csv; }
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override { return size().expandedTo(minimumSizeHint()); }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By a person.
    void cellChosen(int row, int column);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] bool isShown(QPoint cell) const;
    [[nodiscard]] QRectF gridIn(QSize size) const;
    [[nodiscard]] QRectF cellIn(const QRectF& grid, int row, int column) const;
    [[nodiscard]] std::optional<QPoint> cellAt(QPointF at) const;
    void paintLabels(QPainter& painter, QSize size, const Theme& theme) const;
    void paintBar(QPainter& painter, QSize size, const Theme& theme) const;
    void choose(QPoint cell);
    [[nodiscard]] QSize leastCell() const;
    [[nodiscard]] QSize sizeFor(QSize cell) const;

    HeatTableData m_data;
    QString m_provenance;
    std::optional<QPoint> m_chosen;
};

}  // namespace winnow::ui
