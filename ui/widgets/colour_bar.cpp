// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kBarHeight = 10;
constexpr int kGrip = 12;

QString withWord(const QString& number, const QString& word) {
    return word.isEmpty() ? number : number + u' ' + word;
}

}  // namespace

ColourBar::ColourBar(ColourMap map, QWidget* parent) : ValueWidget(parent), m_map(map) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Colour scale"));
    if (map == ColourMap::Diverging) setLimits(-1, 1);
    setInteractive(true);
}

void ColourBar::setLimits(double low, double high) {
    if (m_map == ColourMap::Diverging) {
        high = std::max(std::abs(low), std::abs(high));
        low = -high;
    }
    m_limitLow = low;
    m_limitHigh = std::max(low, high);
    applyRange(m_limitLow, m_limitHigh);
}

void ColourBar::setRange(double low, double high) { applyRange(low, high); }

// Keeps the ends within the limits and a thousandth of them apart.
void ColourBar::applyRange(double low, double high) {
    const double least = 1e-3 * (m_limitHigh - m_limitLow);
    high = std::clamp(high, m_limitLow, m_limitHigh);
    if (m_map == ColourMap::Diverging) {
        high = std::max(high, least / 2);
        low = -high;
    } else {
        low = std::clamp(low, m_limitLow, m_limitHigh);
        if (high - low < least)
            low == m_low ? high = std::min(low + least, m_limitHigh)
                         : low = std::max(high - least, m_limitLow);
    }
    if (low == m_low && high == m_high) return;
    m_low = low;
    m_high = high;
    announceValue();
    Q_EMIT rangeChanged(m_low, m_high);
}

void ColourBar::setDecimals(int decimals) {
    m_decimals = decimals;
    announceValue();
}

void ColourBar::setWords(const QString& low, const QString& zero, const QString& high) {
    m_lowWord = low;
    m_zeroWord = zero;
    m_highWord = high;
    announceValue();
}

void ColourBar::setInteractive(bool interactive) {
    m_interactive = interactive;
    setToolTip(interactive ? tr("Drag an end to change where colours are clipped; double click for "
                                "the whole range")
                           : QString());
    setFocusPolicy(interactive ? Qt::StrongFocus : Qt::NoFocus);
}

QString ColourBar::valueInWords() const {
    return tr("%1 to %2")
        .arg(withWord(numberText(m_low, m_decimals), m_lowWord),
             withWord(numberText(m_high, m_decimals), m_highWord));
}

QSize ColourBar::sizeHint() const { return {scaled(280), minimumSizeHint().height()}; }

QSize ColourBar::minimumSizeHint() const {
    return {scaled(160),
            scaled(kBarHeight + 6) + QFontMetrics(textFont(TextStyle::Caption)).height()};
}

void ColourBar::paintBar(QPainter& painter, const QRect& rect, const Theme& t) const {
    const QRect bar(rect.x(), rect.y() + scaled(2), rect.width(), scaled(kBarHeight));
    painter.drawImage(bar, colourRow(m_map, t));

    painter.setFont(textFont(TextStyle::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const QRect labels(rect.x(), bar.bottom() + scaled(3), rect.width(), metrics.height());
    painter.setPen(t.text2);
    const bool diverging = m_map == ColourMap::Diverging;
    const auto end = [&](double value, const QString& word) {
        return withWord(diverging ? signedText(value, m_decimals) : numberText(value, m_decimals),
                        word);
    };
    const QString low = end(m_low, m_lowWord);
    const QString high = end(m_high, m_highWord);
    painter.drawText(labels, Qt::AlignLeft, low);
    painter.drawText(labels, Qt::AlignRight, high);

    const bool zeroInside = m_low < 0 && m_high > 0;
    if (!zeroInside) return;
    const double x = bar.x() + bar.width() * (0 - m_low) / (m_high - m_low);
    const QString zero = withWord(QStringLiteral("0"), m_zeroWord);
    const double half = metrics.horizontalAdvance(zero) / 2.0;
    const double gap = scaled(8);
    if (x - half > bar.x() + metrics.horizontalAdvance(low) + gap &&
        x + half < bar.right() - metrics.horizontalAdvance(high) - gap)
        painter.drawText(QPointF(x - half, labels.y() + metrics.ascent()), zero);
    painter.setPen(QPen(t.text, 1));
    painter.drawLine(QPointF(x, bar.y() - scaled(2)), QPointF(x, bar.bottom() + scaled(2)));
}

void ColourBar::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    paintBar(painter, rect(), t);
    if (!m_interactive || !(underMouse() || hasFocus())) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.text, 1));
    painter.setBrush(t.surface);
    const double height = scaled(kBarHeight + 3);
    for (const double x : {0.5, width() - scaled(4) - 0.5})
        painter.drawRoundedRect(QRectF(x, 0.5, scaled(4), height), 2, 2);
}

ColourBar::End ColourBar::endAt(QPointF position) const {
    if (!m_interactive || position.y() > scaled(kBarHeight + 6)) return End::None;
    if (position.x() < scaled(kGrip)) return End::Low;
    return position.x() > width() - scaled(kGrip) ? End::High : End::None;
}

void ColourBar::mousePressEvent(QMouseEvent* event) {
    m_dragged = event->button() == Qt::LeftButton ? endAt(event->position()) : End::None;
    m_pressLow = m_low;
    m_pressHigh = m_high;
}

void ColourBar::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged == End::None) {
        endAt(event->position()) == End::None ? unsetCursor() : setCursor(Qt::SizeHorCursor);
        return;
    }
    // The place under the mouse, read on the scale the drag began with, becomes the new end.
    const double at =
        m_pressLow + (m_pressHigh - m_pressLow) * event->position().x() / std::max(1, width());
    if (m_map == ColourMap::Diverging) {
        const double high = m_dragged == End::High ? at : -at;
        applyRange(-high, high);
    } else {
        m_dragged == End::Low ? applyRange(at, m_high) : applyRange(m_low, at);
    }
}

void ColourBar::mouseReleaseEvent(QMouseEvent*) { m_dragged = End::None; }

void ColourBar::mouseDoubleClickEvent(QMouseEvent*) {
    if (m_interactive) applyRange(m_limitLow, m_limitHigh);
}

void ColourBar::keyPressEvent(QKeyEvent* event) {
    const double span = m_limitHigh - m_limitLow;
    double step = 0;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            step = -0.01 * span;
            break;
        case Qt::Key_Right:
        case Qt::Key_Up:
            step = 0.01 * span;
            break;
        case Qt::Key_PageDown:
            step = -0.1 * span;
            break;
        case Qt::Key_PageUp:
            step = 0.1 * span;
            break;
        case Qt::Key_Home:
            return applyRange(m_limitLow, m_limitHigh);
        default:
            return QWidget::keyPressEvent(event);
    }
    const bool lowEnd = m_map == ColourMap::Sequential && (event->modifiers() & Qt::ShiftModifier);
    lowEnd ? applyRange(m_low + step, m_high) : applyRange(m_low, m_high + step);
}

}  // namespace winnow::ui
