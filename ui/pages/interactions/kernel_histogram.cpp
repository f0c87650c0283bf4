// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/kernel_histogram.h"

#include "ui/session/arrays.h"
#include "ui/theme/numbers.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr double kCutShare = 0.001;
constexpr int kHeight = 96;
constexpr int kFigureHeight = 240;

/// First and last bin of what is left when kCutShare of all pairs is cut at either end.
std::pair<std::size_t, std::size_t> usualBins(const std::vector<double>& counts) {
    const double cut = kCutShare * std::accumulate(counts.begin(), counts.end(), 0.0);
    std::size_t first = 0, last = counts.size() - 1;
    for (double sum = counts.front(); first < last && sum <= cut;) sum += counts[++first];
    for (double sum = counts.back(); last > first && sum <= cut;) sum += counts[--last];
    return {first, last};
}

std::vector<double> shares(std::span<const std::int64_t> counts) {
    const auto all =
        static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
    if (all == 0) return {};
    std::vector<double> result;
    for (const std::int64_t count : counts)
        result.push_back(100 * static_cast<double>(count) / all);
    return result;
}

}  // namespace

KernelDistribution kernelDistribution(const KernelArrays& kernel) {
    KernelDistribution result;
    const std::int64_t bins = kernel.histogram.dim(1);
    if (bins == 0 || kernel.histogramEdges.size() != bins + 1) return result;
    std::vector<double> both;
    for (std::int64_t bin = 0; bin < bins; ++bin) {
        result.centres.push_back((kernel.histogramEdges[bin] + kernel.histogramEdges[bin + 1]) / 2);
        both.push_back(static_cast<double>(kernel.histogram[bin] + kernel.histogram[bins + bin]));
    }
    result.within = shares(kernel.histogram.row(0));
    result.across = shares(kernel.histogram.row(1));
    const auto [first, last] = usualBins(both);
    result.low = kernel.histogramEdges[static_cast<std::int64_t>(first)];
    result.high = kernel.histogramEdges[static_cast<std::int64_t>(last) + 1];
    return result;
}

KernelHistogram::KernelHistogram(QWidget* parent) : ValueWidget(parent) {
    setMouseTracking(true);
    setAccessibleName(tr("κ within and across classes"));
}

void KernelHistogram::setDistribution(KernelDistribution distribution) {
    m_distribution = std::move(distribution);
    announceValue();
}

PlotFrame KernelHistogram::frameOf(QSize size) const {
    double most = 1e-9;
    for (const auto* each : {&m_distribution.within, &m_distribution.across})
        if (!each->empty()) most = std::max(most, std::ranges::max(*each));
    PlotFrame frame;
    frame.x = linearTicks(m_distribution.low, m_distribution.high, true, 5);
    frame.y.low = 0;
    frame.y.high = 1.05 * most;  // shapes are compared, so the axis needs no numbers
    layOut(frame, size);
    return frame;
}

void KernelHistogram::paintCurve(QPainter& painter,
                                 const PlotFrame& frame,
                                 const std::vector<double>& curve,
                                 DataColour colour,
                                 const Theme& theme) const {
    if (curve.empty()) return;
    QPolygonF line;
    for (std::size_t i = 0; i < curve.size(); ++i)
        line << QPointF(frame.xOf(m_distribution.centres[i]), frame.yOf(curve[i]));
    QPainterPath area;
    area.addPolygon(line);
    area.lineTo(line.last().x(), frame.plot.bottom());
    area.lineTo(line.first().x(), frame.plot.bottom());
    painter.fillPath(area, withAlpha(colour.in(theme), theme.dark ? 0.26 : 0.20));
    painter.setPen(QPen(colour.in(theme), 1.6));
    painter.drawPolyline(line);
}

void KernelHistogram::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_distribution.centres.empty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const PlotFrame frame = frameOf(size);
    paintGrid(painter, frame, size, theme);
    painter.save();
    painter.setClipRect(frame.plot);
    paintCurve(painter, frame, m_distribution.across, DataColour::text(), theme);
    paintCurve(painter, frame, m_distribution.within, DataColour::accent(), theme);
    painter.setPen(QPen(theme.text3, 1, Qt::DashLine));
    const double zero = frame.xOf(0);
    painter.drawLine(QPointF(zero, frame.plot.top()), QPointF(zero, frame.plot.bottom()));
    painter.restore();
    paintAxisLine(painter, frame, theme);
}

void KernelHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
}

int KernelHistogram::binAt(QPointF at) const {
    const PlotFrame frame = frameOf(size());
    if (m_distribution.centres.size() < 2 || !frame.plot.contains(at)) return -1;
    const double share = (at.x() - frame.plot.left()) / frame.plot.width();
    const double value = frame.x.low + share * (frame.x.high - frame.x.low);
    const double step = m_distribution.centres[1] - m_distribution.centres[0];
    const double bin = (value - m_distribution.centres[0]) / step + 0.5;
    return std::clamp(
        static_cast<int>(bin), 0, static_cast<int>(m_distribution.centres.size()) - 1);
}

QString KernelHistogram::binText(int bin) const {
    const auto i = static_cast<std::size_t>(bin);
    const auto share = [i](const std::vector<double>& shares) {
        return shares.empty() ? QStringLiteral("–") : percentText(shares[i] / 100, 2);
    };
    return tr("κ about %1\n%2 of the pairs within a class\n%3 of the pairs across classes")
        .arg(shortNumberText(m_distribution.centres[i]),
             share(m_distribution.within),
             share(m_distribution.across));
}

bool KernelHistogram::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int bin = binAt(help->pos());
    QToolTip::showText(help->globalPos(), bin < 0 ? QString() : binText(bin), this);
    return true;
}

QString KernelHistogram::valueInWords() const {
    if (m_distribution.centres.empty()) return tr("none");
    return tr("most pairs between %1 and %2")
        .arg(shortNumberText(m_distribution.low), shortNumberText(m_distribution.high));
}

QString KernelHistogram::figureCsv() const {
    QString text =
        QStringLiteral("kappa,within classes (% of pairs),across classes (% of pairs)\n");
    const auto share = [](const std::vector<double>& values, std::size_t i) {
        return values.empty() ? QString() : QString::number(values[i], 'g', 7);
    };
    for (std::size_t i = 0; i < m_distribution.centres.size(); ++i)
        text += QString::number(m_distribution.centres[i], 'g', 7) + u',' +
                share(m_distribution.within, i) + u',' + share(m_distribution.across, i) + u'\n';
    return text;
}

QList<LegendEntry> KernelHistogram::figureLegend() const {
    QList<LegendEntry> entries;
    if (!m_distribution.within.empty()) entries << LegendEntry{tr("within"), DataColour::accent()};
    if (!m_distribution.across.empty()) entries << LegendEntry{tr("across"), DataColour::text()};
    return entries;
}

QSize KernelHistogram::figureSize() const { return {width(), scaled(kFigureHeight)}; }
QSize KernelHistogram::sizeHint() const { return {scaled(280), scaled(kHeight)}; }
QSize KernelHistogram::minimumSizeHint() const { return {scaled(160), scaled(kHeight)}; }

}  // namespace winnow::ui
