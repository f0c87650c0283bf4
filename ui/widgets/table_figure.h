// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"

class QAbstractItemModel;

namespace winnow::ui {

/// A table of texts as a figure: all rows of a small model with its header, as they are now. Reads
/// Qt::DisplayRole and Qt::TextAlignmentRole. Columns without a header are left out.
class TableFigure : public FigureSource {
public:
    /// The model outlives it.
    explicit TableFigure(const QAbstractItemModel* model) : m_model(model) {}

    void setProvenance(const QString& line) { m_provenance = line; }

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    /// Every cell as plainNumber().
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;

private:
    struct Column {
        int index = 0;  ///< in the model
        int width = 0;  ///< px
    };

    [[nodiscard]] QString header(int column) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QList<Column> columns() const;
    [[nodiscard]] QString csvLine(int row) const;
    void paintColumn(QPainter& painter, const Column& column, int left, const Theme& theme) const;

    const QAbstractItemModel* m_model;
    QString m_provenance;
};

/// A cell's text for a CSV: "1234" for "1 234", "-0.5" for "−0.5"; "mean ± deviation" and words
/// stay, an en dash (not defined) becomes empty.
[[nodiscard]] QString plainNumber(const QString& text);

}  // namespace winnow::ui
