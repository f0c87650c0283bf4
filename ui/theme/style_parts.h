// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QStyle>

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComplex;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionToolButton;
class QWidget;

/// How WindowStyle paints and measures each control.
namespace winnow::ui::parts {

QSize buttonSize(const QStyleOptionButton* option, const QWidget* widget);
QSize toolButtonSize(const QStyleOptionToolButton* option);
void paintButton(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget);
void paintToolButton(QPainter& painter,
                     const QStyleOptionToolButton& option,
                     const QWidget* widget);

/// The box of a line edit, combo box or spin box; accent border with focus, danger border with
/// state invalid.
void paintInput(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void paintComboBox(QPainter& painter, const QStyleOptionComplex& option, const QWidget* widget);
void paintSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget);
void paintCheckBox(QPainter& painter, const QStyleOption& option);
void paintRadioButton(QPainter& painter, const QStyleOption& option);

/// Invalid rectangles leave the part to Fusion.
QRect comboPart(const QStyleOptionComplex& option, QStyle::SubControl part);
QRect spinPart(const QStyleOptionSpinBox& option, QStyle::SubControl part);
QRect sliderPart(const QStyleOptionSlider& option, QStyle::SubControl part);

void paintSlider(QPainter& painter, const QStyleOptionSlider& option);
void paintFocusFrame(QPainter& painter, const QRect& rect);

}  // namespace winnow::ui::parts
