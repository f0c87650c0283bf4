// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace winnow::ui {
namespace {

constexpr int kPadding = 10;
constexpr int kCross = 12;

}  // namespace

Chip::Chip(const QString& text, Kind kind, QWidget* parent)
    : QAbstractButton(parent), m_kind(kind) {
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setRemovable(true);
}

void Chip::setRemovable(bool removable) {
    m_removable = removable;
    setAccessibleDescription(removable ? tr("Press Delete to remove it.") : QString());
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const int cross = m_removable ? scaled(size::kSpace + kCross) : 0;
    return {fontMetrics().horizontalAdvance(text()) + 2 * scaled(kPadding) + cross,
            scaled(size::kChipHeight)};
}

QSize Chip::minimumSizeHint() const { return {scaled(56), sizeHint().height()}; }

QRect Chip::crossRect() const {
    // As wide as the target size of section 6 of look.md asks.
    const int side = scaled(24);
    return {width() - side, 0, side, height()};
}

void Chip::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    const bool filter = m_kind == Kind::Filter;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = height() / 2.0;
    painter.setPen(filter ? QPen(Qt::NoPen) : QPen(t.edge, 1));
    painter.setBrush(isDown() || underMouse() ? t.hover : filter ? t.accentSoft : t.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);

    const QColor ink = !isEnabled() ? t.control : filter ? t.accentText : t.text;
    painter.setPen(ink);
    const int right =
        m_removable ? scaled(kPadding + size::kSpaceInGroup + kCross) : scaled(kPadding);
    const QRect room = rect().adjusted(scaled(kPadding), 0, -right, 0);
    painter.drawText(
        room, Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    if (!m_removable) return;
    const int side = scaled(kCross);
    const QRect cross(width() - scaled(kPadding - 2) - side, (height() - side) / 2, side, side);
    paintIcon(painter, Icon::Close, cross, ink);
}

void Chip::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (m_removable) Q_EMIT removeRequested();
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            click();
            break;
        default:
            QAbstractButton::keyPressEvent(event);
    }
}

void Chip::mousePressEvent(QMouseEvent* event) {
    m_crossPressed =
        m_removable && event->button() == Qt::LeftButton && crossRect().contains(event->pos());
    if (!m_crossPressed) QAbstractButton::mousePressEvent(event);
}

void Chip::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_crossPressed) return QAbstractButton::mouseReleaseEvent(event);
    m_crossPressed = false;
    if (crossRect().contains(event->pos())) Q_EMIT removeRequested();
}

}  // namespace winnow::ui
