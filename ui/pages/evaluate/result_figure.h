// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"

class QAbstractItemModel;
class QFontMetrics;

namespace winnow::ui {

/// A table as a figure: to copy, and to save as PNG, SVG or CSV with what is shown now. Columns
/// without a header are left out.
class ResultFigure : public FigureSource {
public:
    /// `model` outlives it.
    explicit ResultFigure(const QAbstractItemModel* model) : m_model(model) {}

    void setProvenance(const QString& line) { m_provenance = line; }

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    /// Numbers as they are shown, with a point and a plain minus and without spaces.
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;

private:
    [[nodiscard]] QList<int> columns() const;
    [[nodiscard]] int widthOf(int column, const QFontMetrics& metrics) const;
    void paintRow(QPainter& painter, int row, int top, const Theme& theme) const;

    const QAbstractItemModel* m_model;
    QString m_provenance;
};

/// A cell's text for a CSV: "1234" for "1 234", "-0.5" for "−0.5"; "mean ± deviation" and words
/// stay, an en dash (not defined) becomes empty.
[[nodiscard]] QString plainNumber(const QString& text);

}  // namespace winnow::ui
