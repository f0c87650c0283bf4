// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/loss_trace.h"

#include "ui/theme/numbers.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {

LossTrace::LossTrace(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Loss after each epoch"));
}

void LossTrace::setData(Data data) {
    m_data = std::move(data);
    m_current = -1;
    announceValue();
}

QString LossTrace::epochText(int epoch) const {
    QString text = tr("Epoch %1: loss %2 nats, %3")
                       .arg(epoch + 1)
                       .arg(numberText(m_data.loss[epoch], 3),
                            m_data.right[epoch] ? tr("right") : tr("wrong"));
    if (m_data.forgotten.contains(epoch)) text += tr(", forgotten here");
    return text;
}

QString LossTrace::valueInWords() const {
    if (m_current >= 0) return epochText(m_current);
    return tr("%1 epochs, forgotten %2 times").arg(m_data.loss.size()).arg(m_data.forgotten.size());
}

QString LossTrace::figureCsv() const {
    QString text = QStringLiteral("epoch,\"loss, nats\",right,forgotten\n");
    for (int epoch = 0; epoch < m_data.loss.size(); ++epoch)
        text += QStringLiteral("%1,%2,%3,%4\n")
                    .arg(epoch + 1)
                    .arg(m_data.loss[epoch], 0, 'g', 9)
                    .arg(m_data.right[epoch] ? 1 : 0)
                    .arg(m_data.forgotten.contains(epoch) ? 1 : 0);
    return text;
}

QPointF LossTrace::pointOf(int epoch) const { return pointIn(frameOf(size()), epoch); }

int LossTrace::epochAt(double x) const {
    if (m_data.loss.isEmpty()) return -1;
    const Frame frame = frameOf(size());
    const double share = (x - frame.plot.left()) / std::max(1.0, frame.plot.width());
    const auto last = static_cast<double>(m_data.loss.size() - 1);
    return static_cast<int>(std::clamp(std::round(share * last), 0.0, last));
}

void LossTrace::setCurrent(int epoch) {
    if (epoch == m_current) return;
    m_current = epoch;
    announceValue();
}

void LossTrace::mouseMoveEvent(QMouseEvent* event) { setCurrent(epochAt(event->position().x())); }

bool LossTrace::event(QEvent* event) {
    if (event->type() == QEvent::Leave || event->type() == QEvent::FocusOut) setCurrent(-1);
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int epoch = epochAt(help->pos().x());
    QToolTip::showText(help->globalPos(), epoch < 0 ? QString() : epochText(epoch), this);
    return true;
}

void LossTrace::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_data.loss.size()) - 1;
    if (last < 0) return ValueWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left:
            setCurrent(m_current < 0 ? last : std::max(0, m_current - 1));
            break;
        case Qt::Key_Right:
            setCurrent(std::min(last, m_current + 1));
            break;
        case Qt::Key_Home:
            setCurrent(0);
            break;
        case Qt::Key_End:
            setCurrent(last);
            break;
        default:
            return ValueWidget::keyPressEvent(event);
    }
    QToolTip::showText(mapToGlobal(pointOf(m_current).toPoint()), epochText(m_current), this);
}

}  // namespace winnow::ui
