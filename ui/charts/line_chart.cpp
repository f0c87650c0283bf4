// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_chart.h"

#include "ui/charts/line_chart_build.h"
#include "ui/theme/sizes.h"

#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QKeyEvent>
#include <QPainter>
#include <QTimer>
#include <QToolTip>
#include <QtCharts/QChart>

#include <algorithm>
#include <cmath>
#include <memory>

namespace winnow::ui {
namespace {

constexpr int kRedrawInterval = 250;  // ms
constexpr double kPointReach = 24;
constexpr double kMarkSize = 8;

QPointF inPlot(const QRectF& plot, const AxisTicks& x, const AxisTicks& y, QPointF value) {
    return {plot.left() + plot.width() * x.share(value.x()),
            plot.bottom() - plot.height() * y.share(value.y())};
}

void paintMarks(QPainter& painter,
                const QRectF& plot,
                const LineChartData& data,
                const Theme& theme) {
    const AxisTicks x = horizontalTicks(data);
    const AxisTicks y = verticalTicks(data);
    for (const LineSeries& series : data.series) {
        if (!series.marker) continue;
        for (const QPointF& point : thinned(series.points))
            paintMark(painter,
                      *series.marker,
                      inPlot(plot, x, y, point),
                      scaled(kMarkSize),
                      series.colour.in(theme),
                      theme.surface);
    }
}

void paintMarker(QPainter& painter, const QRectF& plot, double x, const Theme& theme) {
    if (x < plot.left() || x > plot.right()) return;
    painter.setPen(QPen(theme.text2, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

}  // namespace

LineChart::LineChart(QWidget* parent) : QChartView(parent), m_redraw(new QTimer(this)) {
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_redraw->setSingleShot(true);
    m_redraw->setInterval(kRedrawInterval);
    connect(m_redraw, &QTimer::timeout, this, &LineChart::rebuild);
    rebuild();
}

void LineChart::setData(LineChartData data) {
    m_data = std::move(data);
    setCurrent(std::nullopt);
    // The first change shows at once; more within the interval are drawn together.
    if (!m_redraw->isActive()) {
        rebuild();
        m_redraw->start();
    }
}

void LineChart::rebuild() {
    m_xTicks = horizontalTicks(m_data);
    m_yTicks = verticalTicks(m_data);
    // A chart of its own each time: Qt Charts may go on painting an axis that was removed while the
    // chart was hidden.
    auto* fresh = new QChart;
    buildLineChart(*fresh, m_data, theme());
    const std::unique_ptr<QChart> old(chart());
    setChart(fresh);
    QStringList names;
    for (const LineSeries& series : m_data.series) names << series.name;
    setAccessibleDescription(
        tr("%1 over %2: %3")
            .arg(m_data.y.text(), m_data.x.text(), names.join(QStringLiteral(", "))));
    viewport()->update();
}

void LineChart::setMarker(std::optional<double> x) {
    m_marker = x;
    viewport()->update();
}

void LineChart::setProvenance(const QString& line) { m_provenance = line; }

QPointF LineChart::positionOf(QPointF value) const {
    return inPlot(chart()->plotArea(), m_xTicks, m_yTicks, value);
}

QString LineChart::pointText(int series, int point) const {
    const LineSeries& line = m_data.series[series];
    const QPointF value = line.points[point];
    QStringList lines = {line.name, m_data.x.valueText(value.x()), m_data.y.valueText(value.y())};
    if (point < line.bandLow.size() && point < line.bandHigh.size())
        lines << tr("%1 to %2 %3")
                     .arg(AxisTitle{{}, {}, m_data.y.decimals}
                              .valueText(line.bandLow[point])
                              .trimmed(),
                          AxisTitle{{}, m_data.y.unit, m_data.y.decimals}
                              .valueText(line.bandHigh[point])
                              .trimmed(),
                          line.bandName);
    if (!line.note.isEmpty()) lines << line.note;
    return lines.join(u'\n').trimmed();
}

std::optional<QPair<int, int>> LineChart::nearest(QPointF position) const {
    std::optional<QPair<int, int>> best;
    double least = scaled(kPointReach);
    for (int s = 0; s < m_data.series.size(); ++s) {
        const auto& points = m_data.series[s].points;
        for (int p = 0; p < points.size(); ++p) {
            const QPointF away = positionOf(points[p]) - position;
            const double distance = std::hypot(away.x(), away.y());
            if (distance >= least) continue;
            least = distance;
            best = qMakePair(s, p);
        }
    }
    return best;
}

void LineChart::setCurrent(std::optional<QPair<int, int>> current) {
    if (current == m_current) return;
    m_current = current;
    viewport()->update();
}

void LineChart::paintEvent(QPaintEvent* event) {
    QChartView::paintEvent(event);
    const Theme& t = theme();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot = chart()->plotArea();
    paintMarks(painter, plot, m_data, t);
    if (m_marker) paintMarker(painter, plot, positionOf({*m_marker, 0}).x(), t);
    if (!m_current) return;
    const LineSeries& series = m_data.series[m_current->first];
    painter.setPen(QPen(t.surface, 2));
    painter.setBrush(series.colour.in(t));
    painter.drawEllipse(positionOf(series.points[m_current->second]), scaled(5), scaled(5));
}

void LineChart::mouseMoveEvent(QMouseEvent* event) {
    setCurrent(nearest(event->position()));
    if (m_current)
        QToolTip::showText(event->globalPosition().toPoint(),
                           pointText(m_current->first, m_current->second),
                           this);
    else
        QToolTip::hideText();
}

void LineChart::mouseReleaseEvent(QMouseEvent* event) {
    const auto hit = nearest(event->position());
    if (hit && event->button() == Qt::LeftButton) Q_EMIT pointActivated(hit->first, hit->second);
}

void LineChart::leaveEvent(QEvent*) { setCurrent(std::nullopt); }

void LineChart::keyPressEvent(QKeyEvent* event) {
    const bool any = std::any_of(m_data.series.begin(),
                                 m_data.series.end(),
                                 [](const LineSeries& s) { return !s.points.isEmpty(); });
    if (!any) return QWidget::keyPressEvent(event);
    auto [s, p] = m_current.value_or(qMakePair(0, -1));
    const int lines = static_cast<int>(m_data.series.size());
    const auto turnTo = [&](int step) {
        do s = (s + step + lines) % lines;
        while (m_data.series[s].points.isEmpty());
    };
    if (m_data.series[s].points.isEmpty()) turnTo(1);
    switch (event->key()) {
        case Qt::Key_Left:
            --p;
            break;
        case Qt::Key_Right:
            ++p;
            break;
        case Qt::Key_Home:
            p = 0;
            break;
        case Qt::Key_End:
            p = static_cast<int>(m_data.series[s].points.size());
            break;
        case Qt::Key_Up:
            turnTo(-1);
            break;
        case Qt::Key_Down:
            turnTo(1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current) Q_EMIT pointActivated(s, p);
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    setCurrent(qMakePair(s, std::clamp<int>(p, 0, m_data.series[s].points.size() - 1)));
    const QPointF at = positionOf(m_data.series[s].points[m_current->second]);
    const QString text = pointText(s, m_current->second);
    QToolTip::showText(mapToGlobal(at.toPoint()), text, this);
}

void LineChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) rebuild();
    QChartView::changeEvent(event);
}

void LineChart::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    QGraphicsScene scene;
    auto* figure = new QChart;
    scene.addItem(figure);
    figure->resize(size);
    buildLineChart(*figure, m_data, theme);
    scene.setSceneRect(QRectF(QPointF(), size));
    // Layouts of Qt Charts are done at the next event otherwise.
    figure->layout()->activate();
    scene.render(&painter, QRectF(QPointF(), size), QRectF(QPointF(), size));
    const QRectF plot = figure->plotArea();
    paintMarks(painter, plot, m_data, theme);
    if (m_marker)
        paintMarker(painter, plot, inPlot(plot, m_xTicks, m_yTicks, {*m_marker, 0}).x(), theme);
}

QSize LineChart::figureSize() const { return size().expandedTo(minimumSizeHint()); }
QSize LineChart::sizeHint() const { return {scaled(420), scaled(240)}; }
QSize LineChart::minimumSizeHint() const {
    return {scaled(size::kChartMinimumWidth), scaled(size::kChartMinimumHeight)};
}

}  // namespace winnow::ui
