// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/style_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace winnow::ui::parts {
namespace {

constexpr int kArrowArea = 26;
constexpr int kSpinArea = 18;

QColor inputBorder(const QStyleOption& option, const QWidget* widget) {
    const Theme& t = theme();
    if (!(option.state & QStyle::State_Enabled)) return t.line;
    if (widget && widget->property("state").toString() == u"invalid") return t.danger;
    const bool writing = option.state & QStyle::State_HasFocus;
    return writing ? t.accent : t.control;
}

void paintBox(QPainter& painter, const QRect& rect, const QColor& border, const QColor& fill) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(border, 1));
    painter.setBrush(fill);
    const double radius = scaled(size::kControlRadius);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

bool hasSpinButtons(const QStyleOptionSpinBox& option) {
    return option.buttonSymbols != QAbstractSpinBox::NoButtons;
}

QColor indicatorBorder(const QStyleOption& option, bool on) {
    const Theme& t = theme();
    if (!(option.state & QStyle::State_Enabled)) return t.edge;
    return on ? t.accent : t.control;
}

QColor indicatorFill(const QStyleOption& option, bool on) {
    const Theme& t = theme();
    if (on) return option.state & QStyle::State_Enabled ? t.accent : t.edge;
    return option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled
               ? t.hover
               : t.surface;
}

}  // namespace

void paintInput(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    painter.save();
    const bool enabled = option.state & QStyle::State_Enabled;
    paintBox(painter,
             option.rect,
             inputBorder(option, widget),
             enabled ? theme().surface : theme().raised);
    painter.restore();
}

void paintComboBox(QPainter& painter, const QStyleOptionComplex& option, const QWidget* widget) {
    paintInput(painter, option, widget);
    const int side = scaled(14);
    const QRect arrow = QStyle::visualRect(
        option.direction, option.rect, comboPart(option, QStyle::SC_ComboBoxArrow));
    const bool enabled = option.state & QStyle::State_Enabled;
    paintIcon(painter,
              Icon::ChevronDown,
              QRect(arrow.center() - QPoint(side / 2, side / 2), QSize(side, side)),
              enabled ? theme().text2 : theme().edge);
}

void paintSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget) {
    if (option.frame) paintInput(painter, option, widget);
    if (!hasSpinButtons(option)) return;
    const int side = scaled(12);
    const auto arrow =
        [&](QStyle::SubControl part, Icon icon, QAbstractSpinBox::StepEnabledFlag step) {
            const QRect rect =
                QStyle::visualRect(option.direction, option.rect, spinPart(option, part));
            const bool can = (option.stepEnabled & step) && (option.state & QStyle::State_Enabled);
            paintIcon(painter,
                      icon,
                      QRect(rect.center() - QPoint(side / 2, side / 2), QSize(side, side)),
                      can ? theme().text2 : theme().edge);
        };
    arrow(QStyle::SC_SpinBoxUp, Icon::ChevronUp, QAbstractSpinBox::StepUpEnabled);
    arrow(QStyle::SC_SpinBoxDown, Icon::ChevronDown, QAbstractSpinBox::StepDownEnabled);
}

void paintCheckBox(QPainter& painter, const QStyleOption& option) {
    const bool partly = option.state & QStyle::State_NoChange;
    const bool on = partly || (option.state & QStyle::State_On);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(indicatorBorder(option, on), 1.4));
    painter.setBrush(indicatorFill(option, on));
    const QRectF box = QRectF(option.rect).adjusted(0.7, 0.7, -0.7, -0.7);
    painter.drawRoundedRect(box, scaled(3), scaled(3));
    if (partly) {
        painter.setPen(QPen(theme().onAccent, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(box.left() + 4, box.center().y()),
                         QPointF(box.right() - 4, box.center().y()));
    }
    painter.restore();
    if (on && !partly)
        paintIcon(painter, Icon::Check, box.adjusted(1.5, 1.5, -1.5, -1.5), theme().onAccent);
}

void paintRadioButton(QPainter& painter, const QStyleOption& option) {
    const bool on = option.state & QStyle::State_On;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(indicatorBorder(option, on), 1.4));
    painter.setBrush(indicatorFill(option, on));
    const QRectF box = QRectF(option.rect).adjusted(0.7, 0.7, -0.7, -0.7);
    painter.drawEllipse(box);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().onAccent);
        painter.drawEllipse(box.center(), box.width() * 0.22, box.width() * 0.22);
    }
    painter.restore();
}

QRect comboPart(const QStyleOptionComplex& option, QStyle::SubControl part) {
    const QRect& r = option.rect;
    const int area = scaled(kArrowArea);
    switch (part) {
        case QStyle::SC_ComboBoxArrow:
            return {r.right() - area, r.top(), area, r.height()};
        case QStyle::SC_ComboBoxEditField:
            return r.adjusted(scaled(9), 2, -area, -2);
        default:
            return {};
    }
}

QRect spinPart(const QStyleOptionSpinBox& option, QStyle::SubControl part) {
    const QRect& r = option.rect;
    const int area = hasSpinButtons(option) ? scaled(kSpinArea) : scaled(8);
    switch (part) {
        case QStyle::SC_SpinBoxUp:
            return hasSpinButtons(option)
                       ? QRect(r.right() - area, r.top() + 2, area, r.height() / 2 - 2)
                       : QRect(0, 0, 0, 0);
        case QStyle::SC_SpinBoxDown:
            return hasSpinButtons(option)
                       ? QRect(r.right() - area, r.center().y() + 1, area, r.height() / 2 - 2)
                       : QRect(0, 0, 0, 0);
        case QStyle::SC_SpinBoxEditField:
            return r.adjusted(scaled(8), 2, -area, -2);
        default:
            return {};
    }
}

}  // namespace winnow::ui::parts
