// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/kernel_histogram.h"

#include "ui/session/arrays.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr double kCutShare = 0.001;

QString tr(const char* text) { return QCoreApplication::translate("KernelHistogram", text); }

/// First and last bin of what is left when kCutShare of all pairs is cut at either end.
std::pair<std::int64_t, std::int64_t> usualBins(const std::vector<double>& counts) {
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    const auto end = static_cast<std::int64_t>(counts.size());
    std::int64_t first = 0, last = end - 1;
    for (double sum = counts.front(); first < last && sum < kCutShare * all;)
        sum += counts[static_cast<std::size_t>(++first)];
    for (double sum = counts.back(); last > first && sum < kCutShare * all;)
        sum += counts[static_cast<std::size_t>(--last)];
    return {std::max<std::int64_t>(0, first - 1), std::min(end - 1, last + 1)};
}

LineSeries curve(const KernelArrays& kernel, std::int64_t which) {
    const auto counts = kernel.histogram.row(which);
    const auto all =
        static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
    LineSeries series;
    for (std::size_t bin = 0; all > 0 && bin < counts.size(); ++bin) {
        const auto at = static_cast<std::int64_t>(bin);
        const double middle = (kernel.histogramEdges[at] + kernel.histogramEdges[at + 1]) / 2;
        const double share = 100 * static_cast<double>(counts[bin]) / all;
        series.points << QPointF(middle, share);
        series.bandLow << 0;
        series.bandHigh << share;
    }
    return series;
}

}  // namespace

LineChartData kernelHistogram(const KernelArrays& kernel) {
    LineChartData data;
    data.x = {tr("κ"), {}, 1};
    data.y = {tr("Pairs"), tr("%"), 1};
    const std::int64_t bins = kernel.histogram.dim(1);
    if (bins == 0 || kernel.histogramEdges.size() != bins + 1) return data;
    std::vector<double> both(static_cast<std::size_t>(bins));
    for (std::int64_t which = 0; which < 2; ++which)
        for (std::int64_t bin = 0; bin < bins; ++bin)
            both[static_cast<std::size_t>(bin)] +=
                static_cast<double>(kernel.histogram.row(which)[static_cast<std::size_t>(bin)]);
    const auto [first, last] = usualBins(both);
    data.xLow = kernel.histogramEdges[first];
    data.xHigh = kernel.histogramEdges[last + 1];
    data.yLow = 0;
    LineSeries across = curve(kernel, 1), within = curve(kernel, 0);
    across.name = tr("across");
    across.colour = DataColour::neutral();
    within.name = tr("within");
    for (LineSeries* series : {&across, &within}) {
        // Points outside the axis would be drawn over its labels.
        LineSeries shown = *series;
        shown.points.clear();
        shown.bandLow.clear();
        shown.bandHigh.clear();
        for (qsizetype i = 0; i < series->points.size(); ++i) {
            const double x = series->points[i].x();
            if (x < *data.xLow || x > *data.xHigh) continue;
            shown.points << series->points[i];
            shown.bandLow << series->bandLow[i];
            shown.bandHigh << series->bandHigh[i];
        }
        if (!shown.points.isEmpty()) data.series << shown;
    }
    return data;
}

}  // namespace winnow::ui
