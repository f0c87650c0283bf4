// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QPointF>

#include <cstdint>
#include <optional>

namespace winnow::ui {

struct PairAnswer;

/// The gradients of two samples in the plane they span (methods/lpntk.md, sections 4.1 and 6;
/// Fig. 16). i is the sample of the shorter gradient: the longer one is never redundant beside it.
struct GradientPlane {
    std::int64_t i = -1, j = -1;
    double lengthI = 0, lengthJ = 0;  ///< sqrt(kappa_ii), sqrt(kappa_jj)
    double cosine = 0;
    double projection = 0;  ///< of j's gradient on i's, signed: kappa_ij / sqrt(kappa_ii)

    /// i at (lengthI, 0), j above or on the axis.
    [[nodiscard]] QPointF tipOfJ() const;
    [[nodiscard]] double degrees() const;  ///< between the two
    /// kappa_ij > kappa_ii: j's gradient projected on i's is longer than i's.
    [[nodiscard]] bool redundant() const { return projection > lengthI; }
};

/// Nothing where one of the two has no gradient.
[[nodiscard]] std::optional<GradientPlane> gradientPlane(const PairAnswer& answer);

/// Two arrows from one foot, the projection of j on i's line with its plumb line, and the angle.
class RedundancyPicture : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit RedundancyPicture(QWidget* parent = nullptr);

    void setPlane(const std::optional<GradientPlane>& plane);
    [[nodiscard]] const std::optional<GradientPlane>& plane() const { return m_plane; }
    void setProvenance(const QString& line) { m_provenance = line; }
    /// "#42's gradient projected on #17's is 1.31 times as long as #17's: #17 is redundant beside
    /// #42."
    [[nodiscard]] QString sentence() const;
    /// Where a point of the plane (lengths from the foot) is in a picture of that size.
    [[nodiscard]] QPointF positionOf(QPointF at, QSizeF size) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] QList<LegendEntry> figureLegend() const override;

    [[nodiscard]] QString valueInWords() const override { return sentence(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintProjection(QPainter& painter, QSize size, const Theme& theme) const;
    void paintAngle(QPainter& painter, QSize size, const Theme& theme) const;

    std::optional<GradientPlane> m_plane;
    QString m_provenance;
};

}  // namespace winnow::ui
