// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"

class QAbstractItemModel;

namespace winnow::ui {

/// A table of texts as a figure: all rows of a small model with its header, numbers right. Reads
/// Qt::DisplayRole and Qt::TextAlignmentRole.
class TableFigure : public FigureSource {
public:
    /// The model outlives it.
    explicit TableFigure(const QAbstractItemModel* model) : m_model(model) {}

    void setProvenance(const QString& line) { m_provenance = line; }

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;

private:
    [[nodiscard]] QString header(int column) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QList<int> widths() const;

    const QAbstractItemModel* m_model;
    QString m_provenance;
};

}  // namespace winnow::ui
