// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/size_figures.h"

#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kDecimals = 2;
constexpr double kAxisRoom = 1.6;  // factor beyond the smallest and the largest size

QString tr(const char* text) { return QCoreApplication::translate("SizeFigures", text); }

std::optional<double> paperOf(const PaperCorrelations* paper,
                              const DifficultyResult& result,
                              std::size_t one,
                              std::size_t other) {
    if (paper == nullptr) return std::nullopt;
    return paper->between(static_cast<int>(result.sizes[one]),
                          static_cast<int>(result.sizes[other]));
}

QString intervalText(const SizeCorrelation& correlation) {
    if (!std::isfinite(correlation.low) || !std::isfinite(correlation.high)) return {};
    return tr("95 % interval %1 to %2")
        .arg(numberText(correlation.low, kDecimals), numberText(correlation.high, kDecimals));
}

QString csvNumber(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', 7) : QString();
}

HeatCell cellOf(const DifficultyResult& result,
                std::size_t larger,
                std::size_t smaller,
                int repeat,
                const PaperCorrelations* paper) {
    const SizeCorrelation own = result.between(larger, smaller, repeat);
    HeatCell cell;
    cell.shown = true;
    cell.value = own.rho;
    cell.text = numberText(own.rho, kDecimals);
    QStringList lines{tr("%1 against %2 samples per class")
                          .arg(countText(result.sizes[larger]), countText(result.sizes[smaller]))};
    lines << (std::isfinite(own.rho) ? tr("ρ %1").arg(numberText(own.rho, 3))
                                     : tr("ρ is not defined: difficulty is the same for all, or "
                                          "a training diverged"));
    if (const QString interval = intervalText(own); !interval.isEmpty()) lines << interval;
    if (const auto there = paperOf(paper, result, larger, smaller)) {
        cell.second = tr("paper %1").arg(numberText(*there, kDecimals));
        lines << tr("paper %1 (%2)").arg(numberText(*there, 3), QLatin1String(paper->name));
    }
    cell.toolTip = lines.join(u'\n');
    return cell;
}

LineSeries paperLine(const DifficultyResult& result,
                     std::size_t against,
                     const PaperCorrelations& paper) {
    LineSeries line{tr("paper, %1").arg(QLatin1String(paper.name)), {}, DataColour::neutral()};
    line.marker = MarkShape::Square;
    for (std::size_t i = result.sizes.size(); i-- > against + 1;)
        if (const auto value = paperOf(&paper, result, against, i))
            line.points << QPointF(static_cast<double>(result.sizes[i]), *value);
    return line;
}

LineSeries ownLine(const DifficultyResult& result, std::size_t against, int repeat) {
    LineSeries line{tr("against %1").arg(countText(result.sizes[against])), {}};
    line.marker = MarkShape::Disc;
    line.bandName = tr("95 % interval");
    bool banded = true;
    for (std::size_t i = result.sizes.size(); i-- > against + 1;) {
        const SizeCorrelation each = result.between(against, i, repeat);
        if (!std::isfinite(each.rho)) continue;
        line.points << QPointF(static_cast<double>(result.sizes[i]), each.rho);
        line.bandLow << each.low;
        line.bandHigh << each.high;
        banded = banded && std::isfinite(each.low) && std::isfinite(each.high);
    }
    if (banded) return line;
    line.bandLow.clear();
    line.bandHigh.clear();
    return line;
}

AxisTicks sizeTicks(const DifficultyResult& result) {
    AxisTicks axis;
    axis.logarithmic = true;
    axis.low = static_cast<double>(result.sizes.back()) / kAxisRoom;
    axis.high = static_cast<double>(result.sizes.front()) * kAxisRoom;
    for (std::size_t i = result.sizes.size(); i-- > 0;)
        axis.ticks << Tick{static_cast<double>(result.sizes[i]), countText(result.sizes[i])};
    return axis;
}

}  // namespace

HeatTableData correlationTable(const DifficultyResult& result,
                               int repeat,
                               const PaperCorrelations* paper) {
    HeatTableData table;
    table.lowText = tr("0 unrelated");
    table.highText = tr("1 same order");
    table.csv = QStringLiteral("samples per class,against,Pearson,low,high,paper\n");
    const std::size_t sizes = result.sizes.size();
    for (std::size_t row = 0; row + 1 < sizes; ++row) {
        table.rows << countText(result.sizes[row]);
        table.columns << countText(result.sizes[row + 1]);
        for (std::size_t column = 1; column < sizes; ++column) {
            if (column <= row) {
                table.cells << HeatCell();
                continue;
            }
            table.cells << cellOf(result, row, column, repeat, paper);
            const SizeCorrelation own = result.between(row, column, repeat);
            const auto there = paperOf(paper, result, row, column);
            table.csv += QStringList{QString::number(result.sizes[row]),
                                     QString::number(result.sizes[column]),
                                     csvNumber(own.rho),
                                     csvNumber(own.low),
                                     csvNumber(own.high),
                                     there ? csvNumber(*there) : QString()}
                             .join(u',') +
                         u'\n';
        }
    }
    return table;
}

LineChartData correlationCurve(const DifficultyResult& result,
                               std::size_t against,
                               int repeat,
                               const PaperCorrelations* paper) {
    LineChartData data;
    data.x = {tr("Set size"), tr("samples per class"), 0};
    data.y = {tr("Pearson ρ"), {}, kDecimals};
    data.xAxis = sizeTicks(result);
    data.yHigh = 1;
    if (paper != nullptr)
        if (LineSeries line = paperLine(result, against, *paper); !line.points.isEmpty())
            data.series << line;
    data.series << ownLine(result, against, repeat);
    double least = 0;
    for (const LineSeries& line : data.series) {
        for (const QPointF& point : line.points) least = std::min(least, point.y());
        for (const double low : line.bandLow) least = std::min(least, low);
    }
    data.yLow = least;
    return data;
}

QString divergedText(const DifficultyResult& result) {
    if (result.diverged == 0)
        return tr("None of %1 diverged.").arg(trainingsText(result.trainings));
    return tr("%1 of %2 diverged; their samples are left out.")
        .arg(countText(result.diverged), trainingsText(result.trainings));
}

QString settingsText(const DifficultyResult& result) {
    const QString loss = result.loss == u"l2" ? tr("distance of the prediction from the label")
                                              : tr("cross-entropy");
    const QString record = result.record == u"training-pass"
                               ? tr("read while training, before each step")
                               : tr("read in a pass after each epoch");
    return tr("%1, %2; difficulty is the sum of %3 over epochs, %4")
        .arg(repeatsText(result.repeats), epochsText(result.epochs), loss, record);
}

}  // namespace winnow::ui
