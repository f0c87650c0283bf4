// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_label.h"

#include <QPainter>

namespace winnow::ui {

IconLabel::IconLabel(Icon icon, QColor Theme::*colour, int side, QWidget* parent)
    : QWidget(parent), m_icon(icon), m_colour(colour), m_side(side) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconLabel::setIcon(Icon icon, QColor Theme::*colour) {
    m_icon = icon;
    m_colour = colour;
    update();
}

QSize IconLabel::sizeHint() const { return {scaled(m_side), scaled(m_side)}; }

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintIcon(painter, m_icon, rect(), theme().*m_colour);
}

}  // namespace winnow::ui
