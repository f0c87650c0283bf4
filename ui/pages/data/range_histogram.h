// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/histogram.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

/// A distribution with two handles that choose a range of its values, both ends inside. The mouse
/// drags the nearer handle; arrow keys move the active one by 1 %, Page keys by 10 %, Home and End
/// to the ends; Space makes the other one active.
class RangeHistogram : public ValueWidget {
    Q_OBJECT

public:
    explicit RangeHistogram(QWidget* parent = nullptr);

    /// whole: values are counts and the range moves by 1. [least, most]: values there are; the
    /// range becomes that.
    void setHistogram(Histogram histogram, double least, double most, bool whole, int decimals);
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }
    /// Clamped to the values there are.
    void setRange(double low, double high);
    /// Where a handle stands.
    [[nodiscard]] double handleX(bool high) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// By a person, at every step.
    void rangeChanged(double low, double high);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] double valueAt(double x) const;
    void moveActive(double value);

    Histogram m_histogram;
    double m_least = 0, m_most = 1;
    double m_low = 0, m_high = 1;
    bool m_whole = false;
    int m_decimals = 2;
    bool m_highActive = false;
};

}  // namespace winnow::ui
