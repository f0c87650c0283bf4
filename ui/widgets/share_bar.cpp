// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/share_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr int kBar = 14;
constexpr int kSample = 9;

QString inWords(const Share& share) {
    return share.text.isEmpty() ? share.name : share.name + u' ' + share.text;
}

}  // namespace

ShareBar::ShareBar(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ShareBar::setShares(QList<Share> shares) {
    m_shares = std::move(shares);
    m_current = -1;
    updateGeometry();
    announceValue();
}

void ShareBar::setLegendVisible(bool visible) {
    m_legend = visible;
    updateGeometry();
    update();
}

QString ShareBar::valueInWords() const {
    if (m_current >= 0 && m_current < m_shares.size()) return inWords(m_shares[m_current]);
    QStringList parts;
    for (const Share& share : m_shares) parts << inWords(share);
    return parts.join(QStringLiteral(", "));
}

QList<QRectF> ShareBar::partRects() const {
    const double sum =
        std::accumulate(m_shares.begin(), m_shares.end(), 0.0, [](double s, const Share& part) {
            return s + std::max(0.0, part.amount);
        });
    QList<QRectF> rects;
    double x = 0;
    for (const Share& share : m_shares) {
        const double length = sum > 0 ? width() * std::max(0.0, share.amount) / sum : 0;
        rects << QRectF(x, 0, length, scaled(kBar));
        x += length;
    }
    return rects;
}

QList<QRect> ShareBar::legendRects(int width) const {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    QList<QRect> rects;
    int x = 0;
    int y = scaled(kBar + size::kSpace);
    for (const Share& share : m_shares) {
        const int length = scaled(kSample + 5) + metrics.horizontalAdvance(inWords(share));
        if (x > 0 && x + length > width) {
            x = 0;
            y += metrics.height() + scaled(4);
        }
        rects << QRect(x, y, length, metrics.height());
        x += length + scaled(16);
    }
    return rects;
}

int ShareBar::heightForWidth(int width) const {
    if (!m_legend || m_shares.isEmpty()) return scaled(kBar);
    return legendRects(width).last().bottom() + 1;
}

QSize ShareBar::sizeHint() const { return {scaled(240), heightForWidth(scaled(240))}; }
QSize ShareBar::minimumSizeHint() const { return {scaled(80), scaled(kBar)}; }

void ShareBar::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextStyle::Caption));
    const QList<QRectF> parts = partRects();
    const QList<QRect> names = legendRects(width());
    for (int i = 0; i < m_shares.size(); ++i) {
        const QColor colour = m_shares[i].colour.in(t);
        const double gap = parts[i].width() > 3 && i + 1 < m_shares.size() ? 1 : 0;
        painter.fillRect(parts[i].adjusted(0, 0, -gap, 0), colour);
        if (i == m_current) {
            painter.setPen(QPen(t.text, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(parts[i].adjusted(1, 1, -1, -1));
        }
        if (!m_legend) continue;
        const double side = scaled(kSample);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(
            QRectF(names[i].x(), names[i].center().y() - side / 2 + 1, side, side), 2, 2);
        painter.setPen(t.text2);
        painter.drawText(names[i].adjusted(scaled(kSample + 5), 0, 1, 0),
                         Qt::AlignVCenter,
                         inWords(m_shares[i]));
    }
}

void ShareBar::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_shares.size()) - 1;
    switch (event->key()) {
        case Qt::Key_Left:
            m_current = std::max(0, m_current - 1);
            break;
        case Qt::Key_Right:
            m_current = std::min(last, m_current + 1);
            break;
        default:
            return QWidget::keyPressEvent(event);
    }
    announceValue();
}

bool ShareBar::event(QEvent* event) {
    if (event->type() == QEvent::FocusOut) m_current = -1;
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QList<QRectF> parts = partRects();
    const auto hit = std::find_if(
        parts.begin(), parts.end(), [&](const QRectF& part) { return part.contains(help->pos()); });
    QToolTip::showText(help->globalPos(),
                       hit == parts.end() ? valueInWords() : inWords(m_shares[hit - parts.begin()]),
                       this);
    return true;
}

}  // namespace winnow::ui
