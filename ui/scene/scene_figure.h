// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"

#include <QByteArray>

#include <functional>

namespace winnow::ui {

class ColourBar;
class VtkView;

/// What a matrix or map shows now, as a figure that can be copied and saved: pixels, with the
/// colour bar under them where there is one.
class SceneFigure : public FigureSource {
public:
    /// `view` and `bar` (may be null) outlive the figure; `csv` gives the numbers seen.
    SceneFigure(VtkView* view, std::function<QByteArray()> csv, const ColourBar* bar = nullptr);

    void setProvenance(const QString& line) { m_provenance = line; }
    void setLegend(QList<LegendEntry> entries) { m_legend = std::move(entries); }

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] bool isVectorFigure() const override { return false; }
    [[nodiscard]] QList<LegendEntry> figureLegend() const override { return m_legend; }

private:
    [[nodiscard]] int barHeight() const;

    VtkView* m_view;
    std::function<QByteArray()> m_csv;
    const ColourBar* m_bar;
    QString m_provenance;
    QList<LegendEntry> m_legend;
};

}  // namespace winnow::ui
