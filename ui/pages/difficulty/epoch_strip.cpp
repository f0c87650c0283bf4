// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/epoch_strip.h"

#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace winnow::ui {

std::vector<EpochStrip::State> epochStates(const std::vector<std::uint8_t>& right) {
    std::vector<EpochStrip::State> states;
    for (std::size_t i = 0; i < right.size(); ++i)
        states.push_back(right[i] != 0                ? EpochStrip::State::Right
                         : i > 0 && right[i - 1] != 0 ? EpochStrip::State::Forgotten
                                                      : EpochStrip::State::Wrong);
    return states;
}

EpochStrip::EpochStrip(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Right or wrong by epoch"));
}

void EpochStrip::setRight(std::vector<std::uint8_t> right) {
    m_states = epochStates(right);
    m_current = -1;
    announceValue();
}

QRectF EpochStrip::cellRect(int epoch) const {
    const double step = static_cast<double>(width()) / std::max(1, epochs());
    const double gap = step >= 6 ? 1 : 0;
    return {epoch * step, 2, step - gap, height() - 4.0};
}

QString EpochStrip::cellText(int epoch) const {
    const QString number = countText(epoch + 1);
    switch (state(epoch)) {
        case State::Right:
            return tr("Epoch %1: right").arg(number);
        case State::Forgotten:
            return tr("Epoch %1: forgotten, right the epoch before").arg(number);
        case State::Wrong:
            break;
    }
    return tr("Epoch %1: wrong").arg(number);
}

QString EpochStrip::valueInWords() const {
    if (m_current >= 0) return cellText(m_current);
    return tr("right in %1 of %2 epochs, forgotten %3 times")
        .arg(countText(std::ranges::count(m_states, State::Right)),
             countText(epochs()),
             countText(std::ranges::count(m_states, State::Forgotten)));
}

QSize EpochStrip::sizeHint() const { return {scaled(280), scaled(18)}; }
QSize EpochStrip::minimumSizeHint() const { return {scaled(80), scaled(18)}; }

bool EpochStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int epoch = 0; epoch < epochs(); ++epoch)
        if (cellRect(epoch).contains(QPointF(help->pos().x(), height() / 2.0)))
            QToolTip::showText(help->globalPos(), cellText(epoch), this);
    return true;
}

void EpochStrip::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    for (int epoch = 0; epoch < epochs(); ++epoch) {
        const QRectF cell = cellRect(epoch);
        // Height tells the state too: not by colour alone.
        const bool right = state(epoch) == State::Right;
        const QRectF part = right ? cell : cell.adjusted(0, cell.height() / 2, 0, 0);
        painter.fillRect(part,
                         right                              ? t.accent
                         : state(epoch) == State::Forgotten ? t.danger
                                                            : t.edge);
        if (state(epoch) == State::Forgotten)
            painter.fillRect(
                QRectF(cell.left(), cell.top(), std::min(2.0, cell.width()), cell.height()),
                t.danger);
        if (epoch != m_current || !hasFocus()) continue;
        painter.setPen(QPen(t.text, 1));
        painter.drawRect(cell.adjusted(0.5, -1.5, -0.5, 0.5));
    }
}

void EpochStrip::keyPressEvent(QKeyEvent* event) {
    const int last = epochs() - 1;
    int next = m_current;
    switch (event->key()) {
        case Qt::Key_Left:
            next = std::max(0, m_current - 1);
            break;
        case Qt::Key_Right:
            next = std::min(last, m_current + 1);
            break;
        case Qt::Key_Home:
            next = 0;
            break;
        case Qt::Key_End:
            next = last;
            break;
        default:
            ValueWidget::keyPressEvent(event);
            return;
    }
    if (last < 0) return;
    m_current = next;
    announceValue();
    QToolTip::showText(
        mapToGlobal(cellRect(m_current).bottomLeft().toPoint()), cellText(m_current), this);
}

}  // namespace winnow::ui
