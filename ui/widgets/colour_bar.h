// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colour_maps.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

/// The colours of a map with its clip values and a tick at 0. Dragging an end changes the clip
/// value, of a diverging map both at once; arrow keys change it by 1 % of the limit, Page keys by
/// 10 %; a double click shows the whole range.
class ColourBar : public ValueWidget {
    Q_OBJECT

public:
    explicit ColourBar(ColourMap map, QWidget* parent = nullptr);

    /// Smallest and largest value there is; the range starts as this. Symmetric about zero for a
    /// diverging map.
    void setLimits(double low, double high);
    /// Clip values, clamped to the limits.
    void setRange(double low, double high);
    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }

    void setDecimals(int decimals);
    /// Words after the numbers: "contradictory", "unrelated", "interchangeable".
    void setWords(const QString& low, const QString& zero, const QString& high);
    void setInteractive(bool interactive);

    /// Bar, tick and labels, also for exported figures.
    void paintBar(QPainter& painter, const QRect& rect, const Theme& theme) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// At every step of a drag.
    void rangeChanged(double low, double high);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class End { None, Low, High };
    [[nodiscard]] End endAt(QPointF position) const;
    void applyRange(double low, double high);

    ColourMap m_map;
    double m_limitLow = 0;
    double m_limitHigh = 1;
    double m_low = 0;
    double m_high = 1;
    int m_decimals = 1;
    QString m_lowWord;
    QString m_zeroWord;
    QString m_highWord;
    bool m_interactive = true;
    End m_dragged = End::None;
    double m_pressLow = 0;  // the range the drag started from
    double m_pressHigh = 1;
};

}  // namespace winnow::ui
