// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/class_marks.h"
#include "ui/theme/colour_maps.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QPoint>
#include <QStringList>

#include <optional>
#include <vector>

namespace winnow::ui {

/// A square matrix of numbers and what its rows and columns are.
struct ValueGridData {
    std::vector<double> values = {};  ///< [n,n], row after row; NaN: none
    int side = 0;                     ///< n
    ColourMap map = ColourMap::Diverging;
    double low = -1, high = 1;  ///< of the colours; symmetric about zero in the diverging map
    QList<int> classes = {};    ///< of each row: its band outside the two edges
    QStringList names = {};     ///< of each row
    QString rowTitle = {}, columnTitle = {};  ///< "label at the start"
    ClassSlots classSlots = ClassSlots();
};

/// A matrix as a picture, with bands of the classes beside it and the scale of its colours under
/// it. Hover or arrow keys tell a value.
class ValueGrid : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit ValueGrid(QWidget* parent = nullptr);

    void setData(ValueGridData data);
    [[nodiscard]] const ValueGridData& data() const { return m_data; }
    void setClassSlots(const ClassSlots& classSlots);
    void setProvenance(const QString& line) { m_provenance = line; }
    [[nodiscard]] QString cellText(int row, int column) const;
    [[nodiscard]] QRectF cellRect(int row, int column) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] bool isVectorFigure() const override { return false; }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF gridIn(QSize size) const;
    [[nodiscard]] std::optional<QPoint> cellAt(QPointF at) const;
    [[nodiscard]] double value(int row, int column) const;
    void paintBands(QPainter& painter, const QRectF& grid, const Theme& theme) const;
    void paintScale(QPainter& painter, const QRectF& grid, const Theme& theme) const;

    ValueGridData m_data;
    QString m_provenance;
    std::optional<QPoint> m_current;  // (column, row)
};

}  // namespace winnow::ui
