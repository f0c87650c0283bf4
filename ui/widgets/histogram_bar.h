// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/value_widget.h"

#include <optional>

namespace winnow::ui {

/// A small distribution without axes, for filters and forms: bins as bars, the part that matches on
/// top in accent, and a range of bins that click, drag and Shift+arrows choose.
class HistogramBar : public ValueWidget {
    Q_OBJECT

public:
    explicit HistogramBar(QWidget* parent = nullptr);

    /// all and matching: counts per bin; matching may be empty. Bins share [low, high] evenly.
    void setBins(QList<double> all, QList<double> matching, double low, double high);
    void setDecimals(int decimals);

    /// First and last chosen bin, or none.
    [[nodiscard]] std::optional<QPair<int, int>> chosenBins() const { return m_chosen; }
    void setChosenBins(std::optional<QPair<int, int>> bins);
    /// Values at the edges of bin.
    [[nodiscard]] QPair<double, double> binEdges(int bin) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By a person; Esc chooses none.
    void chosenChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int binAt(double x) const;
    [[nodiscard]] QRectF binRect(int bin) const;
    void choose(int anchor, int bin);

    QList<double> m_all;
    QList<double> m_matching;
    double m_low = 0;
    double m_high = 1;
    int m_decimals = 2;
    std::optional<QPair<int, int>> m_chosen;
    int m_anchor = 0;
    int m_current = 0;
};

}  // namespace winnow::ui
