// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/legend.h"

#include <QSize>
#include <QString>

class QPainter;

namespace winnow::ui {

/// A chart, matrix or map that can be copied and saved.
class FigureSource {
public:
    virtual ~FigureSource() = default;

    /// Paints the figure into a rectangle from (0, 0), without title, legend and provenance.
    virtual void paintFigure(QPainter& painter, QSize size, const Theme& theme) const = 0;

    /// The numbers shown, with a header line that names quantities and units; lines end in "\n".
    [[nodiscard]] virtual QString figureCsv() const = 0;

    /// One line: what made the figure (artifact, run, seed).
    [[nodiscard]] virtual QString figureProvenance() const = 0;

    /// In px at scale 1.
    [[nodiscard]] virtual QSize figureSize() const = 0;

    /// Whether SVG is offered.
    [[nodiscard]] virtual bool isVectorFigure() const { return true; }

    [[nodiscard]] virtual QList<LegendEntry> figureLegend() const { return {}; }
};

}  // namespace winnow::ui
