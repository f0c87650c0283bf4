// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"

#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {

BarChart::BarChart(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void BarChart::setData(BarChartData data) {
    m_data = std::move(data);
    m_chosen.removeIf([this](int bar) { return bar >= m_data.bars.size(); });
    m_current = std::min<int>(m_current, m_data.bars.size() - 1);
    m_hovered = -1;
    announceValue();
}

void BarChart::setProvenance(const QString& line) { m_provenance = line; }

void BarChart::setChosen(const QSet<int>& bars) {
    if (bars == m_chosen) return;
    m_chosen = bars;
    announceValue();
}

void BarChart::setChosenByPerson(const QSet<int>& bars) {
    if (bars == m_chosen) return;
    setChosen(bars);
    Q_EMIT chosenChanged(m_chosen);
}

QString BarChart::barText(int bar) const {
    const Bar& entry = m_data.bars[bar];
    QStringList lines;
    lines << (m_data.x.quantity.isEmpty() ? entry.label : m_data.x.quantity + u' ' + entry.label);
    if (perGroup() > 1) lines << m_data.together[bar % perGroup()];
    if (entry.part)
        lines << AxisTitle{m_data.partName, m_data.y.unit, m_data.y.decimals}.valueText(
            *entry.part);
    lines << m_data.y.valueText(entry.value);
    if (!entry.toolTip.isEmpty()) lines << entry.toolTip;
    return lines.join(u'\n');
}

QString BarChart::valueInWords() const {
    if (m_current >= 0) return barText(m_current).replace(u'\n', QStringLiteral(", "));
    return tr("%1 bars, %2 chosen").arg(countText(m_data.bars.size()), countText(m_chosen.size()));
}

QString BarChart::figureCsv() const {
    const bool parts = std::any_of(m_data.bars.begin(), m_data.bars.end(), [](const Bar& bar) {
        return bar.part.has_value();
    });
    QString text = csvField(m_data.x.text()) + u',' + csvField(m_data.y.text());
    if (parts) text += u',' + csvField(m_data.partName);
    if (perGroup() > 1) text += u',' + m_data.together.join(u'/');
    text += u'\n';
    for (qsizetype i = 0; i < m_data.bars.size(); ++i) {
        const Bar& bar = m_data.bars[i];
        text += csvField(bar.label) + u',' + QString::number(bar.value, 'g', 10);
        if (parts) text += u',' + (bar.part ? QString::number(*bar.part, 'g', 10) : QString());
        if (perGroup() > 1) text += u',' + csvField(m_data.together[i % perGroup()]);
        text += u'\n';
    }
    return text;
}

QSize BarChart::sizeHint() const { return {scaled(420), scaled(240)}; }
QSize BarChart::minimumSizeHint() const { return {scaled(200), scaled(112)}; }

QRectF BarChart::barRect(int bar) const {
    return rectIn(frameOf(size()), bar, m_data.bars[bar].value);
}

int BarChart::barAt(QPointF position) const {
    const PlotFrame frame = frameOf(size());
    // The label counts as its bar.
    const QRectF zone(
        frame.plot.left(), frame.plot.top(), frame.plot.width(), height() - frame.plot.top());
    if (m_data.bars.isEmpty() || !zone.contains(position)) return -1;
    const int bars = static_cast<int>(m_data.bars.size());
    // A group's room beside its bars belongs to the nearest of them.
    const double group = (position.x() - frame.plot.left()) / frame.plot.width() * groups();
    const int first = std::clamp(static_cast<int>(group), 0, groups() - 1) * perGroup();
    int bar = first;
    while (bar + 1 < std::min(first + perGroup(), bars) &&
           position.x() > rectIn(frame, bar, 0).right())
        ++bar;
    return bar;
}

void BarChart::choose(int bar, Qt::KeyboardModifiers modifiers) {
    m_current = bar;
    QSet<int> bars = m_chosen;
    if (modifiers & Qt::ShiftModifier) {
        if (!(modifiers & Qt::ControlModifier)) bars.clear();
        for (int i = std::min(m_anchor, bar); i <= std::max(m_anchor, bar); ++i) bars.insert(i);
    } else {
        m_anchor = bar;
        if (!(modifiers & Qt::ControlModifier))
            bars = {bar};
        else if (!bars.remove(bar))
            bars.insert(bar);
    }
    update();
    setChosenByPerson(bars);
}

void BarChart::walkTo(int bar, Qt::KeyboardModifiers modifiers) {
    m_current = std::clamp<int>(bar, 0, m_data.bars.size() - 1);
    if (modifiers & Qt::ShiftModifier) choose(m_current, modifiers);
    announceValue();
    const QRectF rect = barRect(m_current);
    QToolTip::showText(mapToGlobal(rect.topRight().toPoint()), barText(m_current), this);
}

void BarChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const int bar = barAt(event->position());
    bar < 0 ? setChosenByPerson({}) : choose(bar, event->modifiers());
}

void BarChart::mouseDoubleClickEvent(QMouseEvent* event) {
    const int bar = barAt(event->position());
    if (bar >= 0 && event->button() == Qt::LeftButton) Q_EMIT barActivated(bar);
}

void BarChart::mouseMoveEvent(QMouseEvent* event) {
    const int bar = barAt(event->position());
    if (bar == m_hovered) return;
    m_hovered = bar;
    update();
}

void BarChart::keyPressEvent(QKeyEvent* event) {
    if (m_data.bars.isEmpty()) return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left:
            return walkTo(m_current - 1, event->modifiers());
        case Qt::Key_Right:
            return walkTo(m_current + 1, event->modifiers());
        case Qt::Key_Home:
            return walkTo(0, event->modifiers());
        case Qt::Key_End:
            return walkTo(static_cast<int>(m_data.bars.size()) - 1, event->modifiers());
        case Qt::Key_Space:
            return choose(std::max(m_current, 0), event->modifiers());
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current >= 0) Q_EMIT barActivated(m_current);
            return;
        case Qt::Key_Escape:
            if (!m_chosen.isEmpty()) return setChosenByPerson({});
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

bool BarChart::event(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        update();
    }
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int bar = barAt(help->pos());
    QToolTip::showText(help->globalPos(), bar < 0 ? QString() : barText(bar), this);
    return true;
}

}  // namespace winnow::ui
