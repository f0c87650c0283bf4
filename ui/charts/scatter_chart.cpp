// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatter_chart.h"

#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QApplication>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace winnow::ui {
namespace {

constexpr double kMarkReach = 12;

bool isFinite(QPointF point) { return std::isfinite(point.x()) && std::isfinite(point.y()); }

template <typename Coordinate>
AxisTicks ticksOf(const QList<QPointF>& points, Coordinate coordinate) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const QPointF& point : points) {
        if (!isFinite(point)) continue;
        low = std::min(low, coordinate(point));
        high = std::max(high, coordinate(point));
    }
    return low > high ? linearTicks(0, 1) : linearTicks(low, high);
}

QList<int> sortedByX(const QList<QPointF>& points) {
    std::vector<std::pair<double, int>> keys;
    keys.reserve(points.size());
    for (int i = 0; i < points.size(); ++i)
        if (isFinite(points[i])) keys.emplace_back(points[i].x(), i);
    std::sort(keys.begin(), keys.end());
    QList<int> order(static_cast<qsizetype>(keys.size()));
    std::transform(
        keys.begin(), keys.end(), order.begin(), [](const auto& key) { return key.second; });
    return order;
}

SelectMode modeOf(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ControlModifier) return SelectMode::Subtract;
    return modifiers & Qt::ShiftModifier ? SelectMode::Add : SelectMode::Replace;
}

}  // namespace

ScatterChart::ScatterChart(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setData({});
}

void ScatterChart::setData(ScatterData scatter) {
    m_data = std::move(scatter);
    m_x = ticksOf(m_data.points, [](QPointF p) { return p.x(); });
    m_y = ticksOf(m_data.points, [](QPointF p) { return p.y(); });
    m_byX = sortedByX(m_data.points);
    m_selected.clear();
    m_current = -1;
    m_image = {};
    announceValue();
}

void ScatterChart::setSelected(QList<int> points) {
    points.removeIf([this](int i) {
        return i < 0 || i >= m_data.points.size() || !isFinite(m_data.points[i]);
    });
    m_selected = std::move(points);
    m_image = {};
    announceValue();
}

void ScatterChart::setPointName(std::function<QString(int)> name) { m_name = std::move(name); }
void ScatterChart::setLegendEntries(QList<LegendEntry> entries) { m_legend = std::move(entries); }
void ScatterChart::setProvenance(const QString& line) { m_provenance = line; }

QString ScatterChart::pointText(int point) const {
    QStringList lines;
    if (m_name) lines << m_name(point);
    lines << m_data.x.valueText(m_data.points[point].x())
          << m_data.y.valueText(m_data.points[point].y());
    return lines.join(u'\n');
}

QString ScatterChart::valueInWords() const {
    if (m_current >= 0) return pointText(m_current).replace(u'\n', QStringLiteral(", "));
    return tr("%1 points, %2 selected").arg(countText(m_byX.size()), countText(m_selected.size()));
}

QString ScatterChart::figureCsv() const {
    QString text =
        QStringLiteral("sample,%1,%2\n").arg(csvField(m_data.x.text()), csvField(m_data.y.text()));
    for (int i = 0; i < m_data.points.size(); ++i) {
        text += csvField(m_name ? m_name(i) : QString::number(i)) + u',' +
                QString::number(m_data.points[i].x(), 'g', 10) + u',' +
                QString::number(m_data.points[i].y(), 'g', 10) + u'\n';
    }
    return text;
}

PlotFrame ScatterChart::frameOf(QSize size) const {
    PlotFrame frame;
    frame.x = m_x;
    frame.y = m_y;
    frame.xTitle = m_data.x.text();
    frame.yTitle = m_data.y.text();
    layOut(frame, size);
    return frame;
}

QPointF ScatterChart::positionOf(int point) const {
    const PlotFrame frame = frameOf(size());
    return {frame.xOf(m_data.points[point].x()), frame.yOf(m_data.points[point].y())};
}

QList<int> ScatterChart::pointsIn(const QRectF& rect) const {
    const PlotFrame frame = frameOf(size());
    QList<int> inside;
    for (int i = 0; i < m_data.points.size(); ++i) {
        const QPointF& point = m_data.points[i];
        if (isFinite(point) && rect.contains(QPointF(frame.xOf(point.x()), frame.yOf(point.y()))))
            inside << i;
    }
    return inside;
}

int ScatterChart::nearest(QPointF position) const {
    const PlotFrame frame = frameOf(size());
    double least = scaled(kMarkReach);
    int best = -1;
    for (const int i : m_byX) {
        const double dx = frame.xOf(m_data.points[i].x()) - position.x();
        if (dx > least) break;
        const double distance = std::hypot(dx, frame.yOf(m_data.points[i].y()) - position.y());
        if (distance >= least) continue;
        least = distance;
        best = i;
    }
    return best;
}

void ScatterChart::setCurrent(int point, QPoint globalPosition) {
    if (point != m_current) {
        m_current = point;
        update();
    }
    point < 0 ? QToolTip::hideText() : QToolTip::showText(globalPosition, pointText(point), this);
}

QSize ScatterChart::sizeHint() const { return {scaled(420), scaled(300)}; }
QSize ScatterChart::minimumSizeHint() const {
    return {scaled(size::kChartMinimumWidth), scaled(size::kChartMinimumHeight)};
}

void ScatterChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_pressed = event->position();
}

void ScatterChart::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed)
        return setCurrent(nearest(event->position()), event->globalPosition().toPoint());
    const QPointF away = event->position() - *m_pressed;
    if (m_rubber.isNull() && away.manhattanLength() < QApplication::startDragDistance()) return;
    m_rubber = QRectF(*m_pressed, event->position()).normalized();
    update();
}

void ScatterChart::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed || event->button() != Qt::LeftButton) return;
    m_pressed.reset();
    const SelectMode mode = modeOf(event->modifiers());
    if (!m_rubber.isNull()) {
        const QList<int> points = pointsIn(m_rubber);
        m_rubber = {};
        update();
        Q_EMIT pointsSelected(points, mode);
        return;
    }
    const int point = nearest(event->position());
    if (point >= 0 || mode == SelectMode::Replace)
        Q_EMIT pointsSelected(point < 0 ? QList<int>() : QList<int>{point}, mode);
}

void ScatterChart::mouseDoubleClickEvent(QMouseEvent* event) {
    const int point = nearest(event->position());
    if (point >= 0) Q_EMIT pointActivated(point);
}

void ScatterChart::keyPressEvent(QKeyEvent* event) {
    if (m_byX.isEmpty()) return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_byX.size()) - 1;
    int at = static_cast<int>(m_byX.indexOf(m_current));
    switch (event->key()) {
        case Qt::Key_Left:
            at = std::max(0, at - 1);
            break;
        case Qt::Key_Right:
            at = std::min(last, at + 1);
            break;
        case Qt::Key_Home:
            at = 0;
            break;
        case Qt::Key_End:
            at = last;
            break;
        case Qt::Key_Space:
            if (at >= 0) Q_EMIT pointsSelected({m_current}, modeOf(event->modifiers()));
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (at >= 0) Q_EMIT pointActivated(m_current);
            return;
        case Qt::Key_Escape:
            if (!m_rubber.isNull()) {
                m_rubber = {};
                m_pressed.reset();
                return update();
            }
            if (m_selected.isEmpty()) return QWidget::keyPressEvent(event);
            Q_EMIT pointsSelected({}, SelectMode::Replace);
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    setCurrent(m_byX[at], mapToGlobal(positionOf(m_byX[at]).toPoint()));
    announceValue();
}

}  // namespace winnow::ui
