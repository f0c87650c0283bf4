// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/data_colour.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

struct Share {
    QString name = {};
    double amount = 0;
    QString text = {};  // after the name: "38 %"
    DataColour colour = DataColour::accent();
};

/// Parts of a whole in one bar, with a legend that wraps. Left and Right walk through the parts;
/// hover tells them.
class ShareBar : public ValueWidget {
    Q_OBJECT

public:
    explicit ShareBar(QWidget* parent = nullptr);

    void setShares(QList<Share> shares);
    void setLegendVisible(bool visible);

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QList<QRectF> partRects() const;
    [[nodiscard]] QList<QRect> legendRects(int width) const;

    QList<Share> m_shares;
    bool m_legend = true;
    int m_current = -1;
};

}  // namespace winnow::ui
