// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QPointF>
#include <QRectF>

#include <cstdint>
#include <optional>

namespace winnow::ui {

/// Which part of a square matrix is seen where: plain geometry. Positions are rows and columns of
/// the matrix as real numbers; points are logical pixels, y down. The matrix never leaves the plot
/// further than its own edge.
class MatrixFrame {
public:
    static constexpr double kLargestCell = 32;  // px

    void setSize(std::int64_t size);
    /// Keeps the centre where the whole was not shown.
    void setPlot(const QRectF& plot);
    [[nodiscard]] const QRectF& plot() const { return m_plot; }
    [[nodiscard]] std::int64_t size() const { return m_size; }
    /// px of one value.
    [[nodiscard]] double scale() const { return m_scale; }
    [[nodiscard]] bool isFit() const { return m_fit; }

    void fit();
    /// Keeps what is at `at`.
    void zoom(double factor, QPointF at);
    void setScale(double scale, QPointF at);
    void pan(QPointF by);
    /// Scrolls until a position (x column, y row) is seen.
    void show(QPointF position);

    [[nodiscard]] QPointF toPoint(QPointF position) const;
    [[nodiscard]] QPointF toPosition(QPointF point) const;
    /// (column, row) under a point, nothing outside matrix or plot.
    [[nodiscard]] std::optional<QPoint> cellAt(QPointF point) const;
    /// The part of the plot the matrix covers.
    [[nodiscard]] QRectF covered() const;
    /// Positions seen, inside the matrix.
    [[nodiscard]] QRectF seen() const;
    /// The finest level whose cells are at least one px wide.
    [[nodiscard]] int level() const;

private:
    [[nodiscard]] double fittingScale() const;
    void settle();

    std::int64_t m_size = 0;
    QRectF m_plot;
    double m_scale = 1;
    QPointF m_origin;  ///< position at the plot's top left corner
    bool m_fit = true;
};

}  // namespace winnow::ui
