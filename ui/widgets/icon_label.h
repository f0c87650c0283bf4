// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace winnow::ui {

/// An icon that follows the theme. side in px at 13 px text.
class IconLabel : public QWidget {
    Q_OBJECT

public:
    explicit IconLabel(Icon icon,
                       QColor Theme::*colour = &Theme::text2,
                       int side = 16,
                       QWidget* parent = nullptr);

    void setIcon(Icon icon, QColor Theme::*colour);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Icon m_icon;
    QColor Theme::*m_colour;
    int m_side;
};

}  // namespace winnow::ui
