// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/range_histogram.h"

#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kHandle = 12;  // px at 13 px text, and the room at both ends

}  // namespace

RangeHistogram::RangeHistogram(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Range"));
    setToolTip(tr("Drag a handle. Arrow keys move the active one, Space changes to the other."));
}

void RangeHistogram::setHistogram(
    Histogram histogram, double least, double most, bool whole, int decimals) {
    m_histogram = std::move(histogram);
    m_least = m_low = least;
    m_most = m_high = most;
    m_whole = whole;
    m_decimals = decimals;
    announceValue();
}

void RangeHistogram::setRange(double low, double high) {
    m_low = std::clamp(low, m_least, m_most);
    m_high = std::clamp(high, m_low, m_most);
    announceValue();
}

QString RangeHistogram::valueInWords() const {
    return tr("%1 to %2").arg(numberText(m_low, m_decimals), numberText(m_high, m_decimals));
}

QSize RangeHistogram::sizeHint() const { return {scaled(280), scaled(88)}; }

double RangeHistogram::xOf(double value) const {
    const double width = this->width() - scaled(kHandle);
    const double span = std::max(1e-300, m_histogram.high - m_histogram.low);
    return scaled(kHandle) / 2.0 + width * std::clamp((value - m_histogram.low) / span, 0.0, 1.0);
}

double RangeHistogram::valueAt(double x) const {
    const double width = std::max(1, this->width() - scaled(kHandle));
    return m_histogram.low +
           (m_histogram.high - m_histogram.low) * (x - scaled(kHandle) / 2.0) / width;
}

// Handles of counts stand at the outer edges of the chosen bars.
double RangeHistogram::handleX(bool high) const {
    const double half = m_whole ? 0.5 : 0;
    return high ? xOf(m_high + half) : xOf(m_low - half);
}

void RangeHistogram::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double foot = height() - scaled(kHandle);
    const double from = handleX(false), to = handleX(true);
    painter.fillRect(QRectF(QPointF(from, 0), QPointF(to, foot)), t.accentSoft);
    const auto& counts = m_histogram.counts;
    const double most = counts.isEmpty() ? 0 : *std::max_element(counts.begin(), counts.end());
    for (int bin = 0; bin < counts.size() && most > 0; ++bin) {
        const double left = xOf(m_histogram.edge(bin)), right = xOf(m_histogram.edge(bin + 1));
        const double gap = right - left > 4 ? 1 : 0;
        // A count that is not zero is never invisible.
        const double tall = counts[bin] > 0 ? std::max(1.0, foot * counts[bin] / most) : 0;
        const double middle = (left + right) / 2;
        painter.fillRect(QRectF(left, foot - tall, right - left - gap, tall),
                         middle >= from && middle <= to ? t.accent : t.neutralData);
    }
    painter.fillRect(QRectF(0, foot, width(), 1), t.control);
    for (const bool high : {false, true}) {
        const double x = high ? to : from;
        painter.fillRect(QRectF(x - 0.5, 0, 1, foot), t.text2);
        const bool active = hasFocus() && high == m_highActive;
        painter.setPen(QPen(active ? t.accent : t.control, active ? 2 : 1));
        painter.setBrush(t.surface);
        const double radius = scaled(kHandle) / 2.0 - 1;
        painter.drawEllipse(QPointF(x, foot), radius, radius);
    }
}

void RangeHistogram::moveActive(double value) {
    if (m_whole) value = std::round(value);
    const double low = m_highActive ? m_low : std::min(value, m_high);
    const double high = m_highActive ? std::max(value, m_low) : m_high;
    const double lowBefore = m_low, highBefore = m_high;
    setRange(low, high);
    if (m_low != lowBefore || m_high != highBefore) Q_EMIT rangeChanged(m_low, m_high);
}

void RangeHistogram::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const double x = event->position().x();
    const double toLow = std::abs(x - handleX(false)), toHigh = std::abs(x - handleX(true));
    m_highActive = toHigh < toLow || (toHigh == toLow && x > handleX(true));
    mouseMoveEvent(event);
    update();
}

void RangeHistogram::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) return;
    const double half = m_whole ? 0.5 : 0;
    const double value = valueAt(event->position().x());
    moveActive(m_highActive ? value - half : value + half);
}

void RangeHistogram::keyPressEvent(QKeyEvent* event) {
    const double step = m_whole ? 1 : (m_most - m_least) / 100;
    const double page = m_whole ? std::max(1.0, std::round((m_most - m_least) / 10)) : step * 10;
    const double value = m_highActive ? m_high : m_low;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            return moveActive(value - step);
        case Qt::Key_Right:
        case Qt::Key_Up:
            return moveActive(value + step);
        case Qt::Key_PageDown:
            return moveActive(value - page);
        case Qt::Key_PageUp:
            return moveActive(value + page);
        case Qt::Key_Home:
            return moveActive(m_least);
        case Qt::Key_End:
            return moveActive(m_most);
        case Qt::Key_Space:
            m_highActive = !m_highActive;
            return update();
        default:
            ValueWidget::keyPressEvent(event);
    }
}

}  // namespace winnow::ui
