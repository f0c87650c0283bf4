// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/style_parts.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

#include <cmath>

namespace winnow::ui::parts {
namespace {

struct ButtonColours {
    QColor fill;    // invalid: none
    QColor border;  // invalid: none
    QColor text;
};

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [&](int x, int y) {
        return static_cast<int>(std::lround(std::lerp(x, y, share)));
    };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

ButtonColours buttonColours(const QString& kind, QStyle::State state) {
    const Theme& t = theme();
    const bool enabled = state & QStyle::State_Enabled;
    const bool pressed = state & QStyle::State_Sunken;
    const bool hovered = enabled && (state & QStyle::State_MouseOver);
    const bool ghost = kind == u"ghost";
    if (!enabled) return {ghost ? QColor() : t.surface, ghost ? QColor() : t.line, t.control};
    if (state & QStyle::State_On) return {t.accentSoft, ghost ? QColor() : t.accent, t.accentText};
    if (kind == u"primary")
        return {pressed   ? mixed(t.accent, t.text, 0.24)
                : hovered ? mixed(t.accent, t.text, 0.12)
                          : t.accent,
                QColor(),
                t.onAccent};
    const QColor rest = ghost ? QColor() : t.surface;
    const QColor text = kind == u"danger" ? t.danger : ghost ? t.text2 : t.text;
    return {pressed ? t.line : hovered ? t.hover : rest, ghost ? QColor() : t.edge, text};
}

QString kindOf(const QWidget* widget, const char* otherwise) {
    const QString kind = widget ? widget->property("kind").toString() : QString();
    return kind.isEmpty() ? QLatin1String(otherwise) : kind;
}

void paintBox(QPainter& painter, const QRect& rect, const ButtonColours& colours) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.border.isValid() ? QPen(colours.border, 1) : QPen(Qt::NoPen));
    painter.setBrush(colours.fill.isValid() ? QBrush(colours.fill) : QBrush(Qt::NoBrush));
    const double radius = scaled(size::kControlRadius);
    const double inset = colours.border.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
}

struct ButtonContent {
    QIcon icon;
    QString text;
    bool menu = false;
    QStyle::State state;
};

int contentWidth(const ButtonContent& content, const QFontMetrics& metrics) {
    const int gap = scaled(size::kSpace);
    int width = 0;
    if (!content.icon.isNull()) width += scaled(size::kIcon);
    if (!content.text.isEmpty())
        width += metrics.size(Qt::TextShowMnemonic, content.text).width() + (width > 0 ? gap : 0);
    if (content.menu && !content.text.isEmpty()) width += gap + scaled(12);
    return width;
}

void paintContent(QPainter& painter,
                  const QRect& rect,
                  const ButtonContent& content,
                  const QColor& text) {
    const int iconSide = scaled(size::kIcon);
    const int gap = scaled(size::kSpace);
    int x = rect.x() + (rect.width() - contentWidth(content, painter.fontMetrics())) / 2;
    x = std::max(x, rect.x() + gap);
    if (!content.icon.isNull()) {
        const bool enabled = content.state & QStyle::State_Enabled;
        content.icon.paint(&painter,
                           QRect(x, rect.y() + (rect.height() - iconSide) / 2, iconSide, iconSide),
                           Qt::AlignCenter,
                           enabled ? QIcon::Normal : QIcon::Disabled,
                           content.state & QStyle::State_On ? QIcon::On : QIcon::Off);
        x += iconSide + gap;
    }
    if (content.text.isEmpty()) return;
    const int width = painter.fontMetrics().size(Qt::TextShowMnemonic, content.text).width();
    painter.setPen(text);
    painter.drawText(QRect(x, rect.y(), width, rect.height()),
                     Qt::AlignCenter | Qt::TextShowMnemonic,
                     content.text);
    if (content.menu) {
        const int side = scaled(12);
        paintIcon(painter,
                  Icon::ChevronDown,
                  QRect(x + width + gap, rect.center().y() - side / 2, side, side),
                  text);
    }
}

QSize contentSize(const ButtonContent& content, const QFontMetrics& metrics) {
    const int height = scaled(size::kControlHeight);
    if (content.text.isEmpty()) return {height, height};
    return {contentWidth(content, metrics) + 2 * scaled(12),
            std::max(height, metrics.height() + scaled(8))};
}

QFont buttonFont(const QString& kind) {
    return textFont(kind == u"primary" ? TextStyle::BodyStrong : TextStyle::Body);
}

ButtonContent contentOf(const QStyleOptionButton& option) {
    return {option.icon,
            option.text,
            bool(option.features & QStyleOptionButton::HasMenu),
            option.state};
}

ButtonContent contentOf(const QStyleOptionToolButton& option) {
    const bool text = option.toolButtonStyle != Qt::ToolButtonIconOnly || option.icon.isNull();
    const bool icon = option.toolButtonStyle != Qt::ToolButtonTextOnly;
    return {icon ? option.icon : QIcon(),
            text ? option.text : QString(),
            bool(option.features & QStyleOptionToolButton::HasMenu),
            option.state};
}

}  // namespace

QSize buttonSize(const QStyleOptionButton* option, const QWidget* widget) {
    return contentSize(contentOf(*option), QFontMetrics(buttonFont(kindOf(widget, "secondary"))));
}

QSize toolButtonSize(const QStyleOptionToolButton* option) {
    return contentSize(contentOf(*option), QFontMetrics(textFont(TextStyle::Body)));
}

void paintButton(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget) {
    const QString kind =
        kindOf(widget, option.features & QStyleOptionButton::Flat ? "ghost" : "secondary");
    const ButtonColours colours = buttonColours(kind, option.state);
    painter.save();
    painter.setFont(buttonFont(kind));
    paintBox(painter, option.rect, colours);
    paintContent(painter, option.rect, contentOf(option), colours.text);
    painter.restore();
}

void paintToolButton(QPainter& painter,
                     const QStyleOptionToolButton& option,
                     const QWidget* widget) {
    const ButtonColours colours = buttonColours(kindOf(widget, "ghost"), option.state);
    painter.save();
    painter.setFont(textFont(TextStyle::Body));
    paintBox(painter, option.rect, colours);
    paintContent(painter, option.rect, contentOf(option), colours.text);
    painter.restore();
}

void paintFocusFrame(QPainter& painter, const QRect& rect) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 2));
    painter.setBrush(Qt::NoBrush);
    const double radius = scaled(size::kPanelRadius);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

}  // namespace winnow::ui::parts
