// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/transfer.h"

#include "ui/session/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct TransferText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Distil)
};

TransferRow transferRowOf(const ResultObject& row) {
    const auto text = [&](const char* key) {
        return row.has(key) ? row.textOrNull(key) : QString();
    };
    TransferRow made{.network = row.text("network"),
                     .loss = text("loss"),
                     .distilled = text("distilled"),
                     .set = row.text("set"),
                     .size = row.count("size"),
                     .accuracy = row.summary("accuracy")};
    if (row.has("step")) {
        const double step = row.number("step");
        if (std::isfinite(step)) made.step = static_cast<std::int64_t>(step);
    }
    if (row.hasObject("against_random")) {
        const ResultObject test = row.object("against_random");
        made.p = test.number("p");
        made.verdict = test.textOrNull("verdict");
    }
    return made;
}

}  // namespace

QStringList Transfer::networks() const {
    QStringList names;
    for (const TransferRow& row : rows)
        if (!names.contains(row.network)) names << row.network;
    return names;
}

const TransferRow* Transfer::row(const QString& network, const QString& set) const {
    const auto found = std::ranges::find_if(
        rows, [&](const TransferRow& row) { return row.network == network && row.set == set; });
    return found == rows.end() ? nullptr : &*found;
}

Transfer readTransfer(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    Transfer transfer;
    transfer.id = QString::fromStdString(id);
    for (const ResultObject& row : result.rows("rows")) transfer.rows.push_back(transferRowOf(row));
    if (transfer.rows.empty()) result.refuse(QStringLiteral("\"rows\" is empty"));
    return transfer;
}

QString transferSetTitle(const QString& set) {
    if (set == u"distilled") return TransferText::tr("distilled");
    if (set == u"start") return TransferText::tr("start");
    if (set == u"random") return TransferText::tr("random");
    return set;
}

LineChartData transferChart(const Transfer& transfer) {
    const QStringList networks = transfer.networks();
    LineChartData data;
    data.x = {TransferText::tr("Network"), {}, 0};
    data.y = {TransferText::tr("Test accuracy"), TransferText::tr("%"), 1};
    AxisTicks axis{-0.5, static_cast<double>(networks.size()) - 0.5, false, {}};
    for (int i = 0; i < networks.size(); ++i)
        axis.ticks << Tick{static_cast<double>(i), networkText(networks[i])};
    data.xAxis = axis;
    for (const char* set : {"random", "start", "distilled"}) {
        const bool random = qstrcmp(set, "random") == 0, ours = qstrcmp(set, "distilled") == 0;
        LineSeries series{transferSetTitle(QLatin1String(set)), {}, DataColour::accent()};
        if (!ours) series.colour = random ? DataColour::neutral() : DataColour::slot(6);
        series.marker = ours ? MarkShape::Disc : random ? MarkShape::Ring : MarkShape::Square;
        series.dashed = random;
        series.lineVisible = random;
        series.bandName = random ? TransferText::tr("± one deviation") : QString();
        for (int i = 0; i < networks.size(); ++i) {
            const TransferRow* row = transfer.row(networks[i], QLatin1String(set));
            if (row == nullptr || !std::isfinite(row->accuracy.mean)) continue;
            const double mean = 100 * row->accuracy.mean;
            if (random)
                addBandPoint(series, i, mean, 100 * row->accuracy.deviation);
            else
                series.points << QPointF(i, mean);
        }
        if (!series.points.isEmpty()) data.series << series;
    }
    return data;
}

}  // namespace winnow::ui
