// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QPoint>
#include <QStringList>

#include <optional>
#include <vector>

namespace winnow::ui {

/// The K x K block of one pair: what a step on one logit of the second sample does to each logit of
/// the first. Colours about zero, the labels' own cell framed. Hover or arrow keys tell a value.
class LogitBlock : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit LogitBlock(QWidget* parent = nullptr);

    /// values [classes, classes], row-major; labels of the two samples. Empty: nothing is shown.
    void setBlock(std::vector<double> values,
                  int classes,
                  int firstLabel,
                  int secondLabel,
                  const QStringList& names);
    void setProvenance(const QString& line) { m_provenance = line; }
    [[nodiscard]] QString cellText(int row, int column) const;
    [[nodiscard]] QRectF cellRect(int row, int column) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF cellIn(QSizeF size, int row, int column) const;
    [[nodiscard]] std::optional<QPoint> cellAt(QPointF at) const;
    [[nodiscard]] double value(int row, int column) const;

    std::vector<double> m_values;
    int m_classes = 0;
    int m_firstLabel = -1, m_secondLabel = -1;
    double m_limit = 0;
    QStringList m_names;
    QString m_provenance;
    std::optional<QPoint> m_current;  // (column, row)
};

}  // namespace winnow::ui
