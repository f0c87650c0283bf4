// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/bar_chart.h"
#include "ui/session/sample_set.h"

#include <optional>

namespace winnow::ui {

/// Bars of cluster sizes. A click opens one (Left, Right and Enter by keyboard); Ctrl- and
/// Shift-click and a rectangle select bars, Shift adding and Ctrl taking away.
class ClusterBars : public BarChart {
    Q_OBJECT

public:
    explicit ClusterBars(QWidget* parent = nullptr);

Q_SIGNALS:
    void opened(int bar);
    void enclosed(const QList<int>& bars, winnow::ui::Combine how);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Bars whose column a rectangle of the widget meets, at the height it has.
    [[nodiscard]] QList<int> barsIn(const QRectF& rect) const;
    [[nodiscard]] QList<int> barAt(QPointF at) const;

    std::optional<QPointF> m_pressed;
    QRectF m_rubber;
};

}  // namespace winnow::ui
