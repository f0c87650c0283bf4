// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/histogram_bar.h"

#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace winnow::ui {

HistogramBar::HistogramBar(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Distribution"));
}

void HistogramBar::setBins(QList<double> all, QList<double> matching, double low, double high) {
    m_all = std::move(all);
    m_matching = std::move(matching);
    m_matching.resize(m_matching.isEmpty() ? 0 : m_all.size());
    m_low = low;
    m_high = high;
    m_anchor = m_current = 0;
    m_chosen.reset();
    announceValue();
}

void HistogramBar::setDecimals(int decimals) {
    m_decimals = decimals;
    announceValue();
}

void HistogramBar::setChosenBins(std::optional<QPair<int, int>> bins) {
    const int last = static_cast<int>(m_all.size()) - 1;
    if (bins && last < 0) bins.reset();
    if (bins) bins = qMakePair(std::clamp(bins->first, 0, last), std::clamp(bins->second, 0, last));
    m_chosen = bins;
    announceValue();
}

QPair<double, double> HistogramBar::binEdges(int bin) const {
    const double step = (m_high - m_low) / std::max<double>(1, m_all.size());
    return {m_low + step * bin, m_low + step * (bin + 1)};
}

QString HistogramBar::valueInWords() const {
    const double all = std::accumulate(m_all.begin(), m_all.end(), 0.0);
    if (!m_chosen) return tr("%1 in %2 bins").arg(countText(std::llround(all))).arg(m_all.size());
    double inside = 0;
    for (int bin = m_chosen->first; bin <= m_chosen->second; ++bin) inside += m_all[bin];
    return tr("%1 to %2: %3 of %4")
        .arg(numberText(binEdges(m_chosen->first).first, m_decimals),
             numberText(binEdges(m_chosen->second).second, m_decimals),
             countText(std::llround(inside)),
             countText(std::llround(all)));
}

QSize HistogramBar::sizeHint() const { return {scaled(200), scaled(40)}; }
QSize HistogramBar::minimumSizeHint() const { return {scaled(80), scaled(32)}; }

QRectF HistogramBar::binRect(int bin) const {
    const double step = width() / std::max<double>(1, m_all.size());
    const double gap = step > 4 ? 1 : 0;
    return {bin * step, 0, step - gap, height() - 1.0};
}

int HistogramBar::binAt(double x) const {
    const int bins = static_cast<int>(m_all.size());
    return std::clamp(static_cast<int>(x / std::max(1, width()) * bins), 0, std::max(0, bins - 1));
}

void HistogramBar::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setPen(Qt::NoPen);
    const double most = m_all.isEmpty() ? 0 : *std::max_element(m_all.begin(), m_all.end());
    for (int bin = 0; bin < m_all.size() && most > 0; ++bin) {
        const QRectF room = binRect(bin);
        const auto bar = [&](double count) {
            // A count that is not zero is never invisible.
            const double height = count > 0 ? std::max(1.0, room.height() * count / most) : 0;
            return QRectF(room.left(), room.bottom() - height, room.width(), height);
        };
        const bool chosen = !m_chosen || (bin >= m_chosen->first && bin <= m_chosen->second);
        if (m_chosen && chosen) painter.fillRect(room, t.accentSoft);
        painter.fillRect(bar(m_all[bin]), chosen && m_matching.isEmpty() ? t.neutralData : t.edge);
        if (!m_matching.isEmpty())
            painter.fillRect(bar(m_matching[bin]), chosen ? t.accent : t.neutralData);
    }
    painter.fillRect(QRectF(0, height() - 1, width(), 1), t.control);
}

void HistogramBar::choose(int anchor, int bin) {
    m_anchor = anchor;
    m_current = bin;
    const auto bins = qMakePair(std::min(anchor, bin), std::max(anchor, bin));
    if (m_chosen == bins) return;
    setChosenBins(bins);
    Q_EMIT chosenChanged();
}

void HistogramBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_all.isEmpty()) return;
    const int bin = binAt(event->position().x());
    choose(event->modifiers() & Qt::ShiftModifier ? m_anchor : bin, bin);
}

void HistogramBar::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton && !m_all.isEmpty())
        choose(m_anchor, binAt(event->position().x()));
}

void HistogramBar::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_all.size()) - 1;
    int bin = m_current;
    switch (event->key()) {
        case Qt::Key_Left:
            bin = m_chosen ? m_current - 1 : 0;
            break;
        case Qt::Key_Right:
            bin = m_chosen ? m_current + 1 : 0;
            break;
        case Qt::Key_Home:
            bin = 0;
            break;
        case Qt::Key_End:
            bin = last;
            break;
        case Qt::Key_Escape:
            if (!m_chosen) return QWidget::keyPressEvent(event);
            setChosenBins(std::nullopt);
            Q_EMIT chosenChanged();
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    if (last < 0) return;
    bin = std::clamp(bin, 0, last);
    choose(event->modifiers() & Qt::ShiftModifier ? m_anchor : bin, bin);
}

bool HistogramBar::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (m_all.isEmpty()) return true;
    const int bin = binAt(help->pos().x());
    const auto [from, to] = binEdges(bin);
    QString text = tr("%1 to %2: %3")
                       .arg(numberText(from, m_decimals),
                            numberText(to, m_decimals),
                            countText(std::llround(m_all[bin])));
    if (!m_matching.isEmpty())
        text += tr(", %1 match").arg(countText(std::llround(m_matching[bin])));
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace winnow::ui
