// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/window_style.h"

#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/style_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

namespace winnow::ui {

WindowStyle::WindowStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int WindowStyle::pixelMetric(PixelMetric metric,
                             const QStyleOption* option,
                             const QWidget* widget) const {
    switch (metric) {
        case PM_FocusFrameHMargin:
        case PM_FocusFrameVMargin:
            return scaled(3);
        case PM_ButtonIconSize:
        case PM_SmallIconSize:
        case PM_ToolBarIconSize:
        case PM_TabBarIconSize:
        case PM_ListViewIconSize:
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
            return scaled(size::kIcon);
        case PM_CheckBoxLabelSpacing:
        case PM_RadioButtonLabelSpacing:
            return scaled(size::kSpace);
        case PM_SliderLength:
        case PM_SliderControlThickness:
            return scaled(16);
        case PM_SliderThickness:
            return scaled(24);
        case PM_SplitterWidth:
            return scaled(size::kPanelPadding);
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
            return 0;
        case PM_LayoutHorizontalSpacing:
        case PM_LayoutVerticalSpacing:
            return scaled(size::kSpace);
        case PM_LayoutLeftMargin:
        case PM_LayoutTopMargin:
        case PM_LayoutRightMargin:
        case PM_LayoutBottomMargin:
            return scaled(size::kPanelPadding);
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int WindowStyle::styleHint(StyleHint hint,
                           const QStyleOption* option,
                           const QWidget* widget,
                           QStyleHintReturn* returnData) const {
    switch (hint) {
        case SH_ToolTip_WakeUpDelay:
            return 400;
        case SH_FocusFrame_Mask:
            return 0;
        case SH_FocusFrame_AboveWidget:
            return 1;
        case SH_ComboBox_Popup:
            return 0;
        case SH_Widget_Animation_Duration:
        case SH_ScrollBar_Transient:
        case SH_DialogButtonBox_ButtonsHaveIcons:
        case SH_EtchDisabledText:
        case SH_Menu_SubMenuPopupDelay:
            return 0;
        case SH_Slider_AbsoluteSetButtons:
            return Qt::LeftButton;
        default:
            return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize WindowStyle::sizeFromContents(ContentsType type,
                                    const QStyleOption* option,
                                    const QSize& size,
                                    const QWidget* widget) const {
    const int height = scaled(size::kControlHeight);
    switch (type) {
        case CT_PushButton:
            return parts::buttonSize(qstyleoption_cast<const QStyleOptionButton*>(option), widget);
        case CT_ToolButton:
            return parts::toolButtonSize(qstyleoption_cast<const QStyleOptionToolButton*>(option));
        case CT_ComboBox:
            return {size.width() + scaled(40), height};
        case CT_LineEdit:
            return {size.width() + scaled(16), std::max(height, size.height())};
        case CT_SpinBox:
            return {size.width() + scaled(32), height};
        default:
            return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect WindowStyle::subControlRect(ComplexControl control,
                                  const QStyleOptionComplex* option,
                                  SubControl subControl,
                                  const QWidget* widget) const {
    QRect rect;
    if (control == CC_ComboBox) rect = parts::comboPart(*option, subControl);
    if (control == CC_SpinBox)
        rect = parts::spinPart(*qstyleoption_cast<const QStyleOptionSpinBox*>(option), subControl);
    if (control == CC_Slider)
        rect = parts::sliderPart(*qstyleoption_cast<const QStyleOptionSlider*>(option), subControl);
    return rect.isValid() ? visualRect(option->direction, option->rect, rect)
                          : QProxyStyle::subControlRect(control, option, subControl, widget);
}

QRect WindowStyle::subElementRect(SubElement element,
                                  const QStyleOption* option,
                                  const QWidget* widget) const {
    if (element == SE_LineEditContents) {
        const bool framed = qstyleoption_cast<const QStyleOptionFrame*>(option)->lineWidth > 0;
        const int margin = framed ? scaled(8) : 0;
        return option->rect.adjusted(margin, 0, -margin, 0);
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

void WindowStyle::drawPrimitive(PrimitiveElement element,
                                const QStyleOption* option,
                                QPainter* painter,
                                const QWidget* widget) const {
    switch (element) {
        case PE_FrameFocusRect:
            return;
        case PE_PanelLineEdit:
            if (qstyleoption_cast<const QStyleOptionFrame*>(option)->lineWidth > 0)
                parts::paintInput(*painter, *option, widget);
            return;
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            return parts::paintCheckBox(*painter, *option);
        case PE_IndicatorRadioButton:
            return parts::paintRadioButton(*painter, *option);
        case PE_IndicatorMenuCheckMark:
            if (option->state & State_On || option->state & State_Selected ||
                option->type == QStyleOption::SO_MenuItem)
                paintIcon(*painter, Icon::Check, option->rect, theme().accentText);
            return;
        case PE_IndicatorArrowDown:
            return paintIcon(*painter, Icon::ChevronDown, option->rect, theme().text2);
        case PE_IndicatorArrowUp:
            return paintIcon(*painter, Icon::ChevronUp, option->rect, theme().text2);
        case PE_IndicatorArrowRight:
            return paintIcon(*painter, Icon::ChevronRight, option->rect, theme().text2);
        case PE_IndicatorArrowLeft:
            return paintIcon(*painter, Icon::ChevronLeft, option->rect, theme().text2);
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void WindowStyle::drawControl(ControlElement element,
                              const QStyleOption* option,
                              QPainter* painter,
                              const QWidget* widget) const {
    switch (element) {
        case CE_FocusFrame:
            return parts::paintFocusFrame(*painter, option->rect);
        case CE_PushButton:
            return parts::paintButton(
                *painter, *qstyleoption_cast<const QStyleOptionButton*>(option), widget);
        default:
            QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void WindowStyle::drawComplexControl(ComplexControl control,
                                     const QStyleOptionComplex* option,
                                     QPainter* painter,
                                     const QWidget* widget) const {
    switch (control) {
        case CC_ToolButton:
            return parts::paintToolButton(
                *painter, *qstyleoption_cast<const QStyleOptionToolButton*>(option), widget);
        case CC_ComboBox:
            return parts::paintComboBox(*painter, *option, widget);
        case CC_SpinBox:
            return parts::paintSpinBox(
                *painter, *qstyleoption_cast<const QStyleOptionSpinBox*>(option), widget);
        case CC_Slider:
            return parts::paintSlider(*painter,
                                      *qstyleoption_cast<const QStyleOptionSlider*>(option));
        default:
            QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

void setVariant(QWidget* widget, const char* property, const QString& value) {
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->updateGeometry();
    widget->update();
}

}  // namespace winnow::ui
