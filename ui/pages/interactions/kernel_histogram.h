// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/plot_frame.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <vector>

namespace winnow::ui {

struct KernelArrays;

/// How often each value of kappa comes up between samples of one class and of two.
struct KernelDistribution {
    std::vector<double> centres;         ///< of the bins
    std::vector<double> within, across;  ///< share of the pairs of each, in %; empty: no such pairs
    double low = -1, high = 1;           ///< all but the outermost 0.1 % of pairs at either end
};
[[nodiscard]] KernelDistribution kernelDistribution(const KernelArrays& kernel);

/// Both distributions as filled curves over kappa, zero marked. Hover tells a bin.
class KernelHistogram : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit KernelHistogram(QWidget* parent = nullptr);

    void setDistribution(KernelDistribution distribution);
    void setProvenance(const QString& line) { m_provenance = line; }
    /// The bin under a point of the widget; -1: none.
    [[nodiscard]] int binAt(QPointF at) const;
    [[nodiscard]] QString binText(int bin) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] QList<LegendEntry> figureLegend() const override;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] PlotFrame frameOf(QSize size) const;
    void paintCurve(QPainter& painter,
                    const PlotFrame& frame,
                    const std::vector<double>& shares,
                    DataColour colour,
                    const Theme& theme) const;

    KernelDistribution m_distribution;
    QString m_provenance;
};

}  // namespace winnow::ui
