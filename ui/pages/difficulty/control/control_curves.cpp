// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/control_curves.h"

#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <cmath>

namespace winnow::ui {
namespace {

/// Mean and deviation of numbers that come one by one; those that are not finite are left out.
class Moments {
public:
    // Welford's recurrence: no difference of large sums.
    void add(double value) {
        if (!std::isfinite(value)) return;
        ++m_count;
        const double away = value - m_mean;
        m_mean += away / static_cast<double>(m_count);
        m_squares += away * (value - m_mean);
    }
    [[nodiscard]] std::int64_t count() const { return m_count; }
    [[nodiscard]] double mean() const { return m_count > 0 ? m_mean : kNotDefined; }
    [[nodiscard]] double deviation() const {
        return m_count > 1 ? std::sqrt(m_squares / static_cast<double>(m_count - 1)) : kNotDefined;
    }

private:
    std::int64_t m_count = 0;
    double m_mean = 0, m_squares = 0;
};

LossCurve curveOf(std::span<const Moments> epochs) {
    LossCurve curve;
    for (const Moments& each : epochs) {
        curve.mean.push_back(each.mean());
        curve.deviation.push_back(each.deviation());
        curve.runs = std::max(curve.runs, each.count());
    }
    return curve;
}

double meanOf(std::span<const float> losses) {
    Moments moments;
    for (const float loss : losses) moments.add(loss);
    return moments.mean();
}

LineSeries lineOf(Company company, const LossCurve& curve) {
    LineSeries line{companyText(company), {}, companyColour(company)};
    line.bandName = QCoreApplication::translate("ControlCurves", "± deviation");
    line.note = runsText(curve.runs);
    bool banded = !curve.mean.empty();
    for (std::size_t epoch = 0; epoch < curve.mean.size(); ++epoch) {
        if (!std::isfinite(curve.mean[epoch])) continue;
        line.points << QPointF(static_cast<double>(epoch) + 1, curve.mean[epoch]);
        line.bandLow << curve.mean[epoch] - curve.deviation[epoch];
        line.bandHigh << curve.mean[epoch] + curve.deviation[epoch];
        banded = banded && std::isfinite(curve.deviation[epoch]);
    }
    if (banded) return line;
    line.bandLow.clear();
    line.bandHigh.clear();
    return line;
}

}  // namespace

ControlCurves controlCurves(const Mapped<float>& loss) {
    const auto runs = static_cast<std::size_t>(loss.dim(1));
    const auto epochs = static_cast<std::size_t>(loss.dim(2));
    const auto classes = static_cast<std::size_t>(loss.dim(3));
    ControlCurves curves;
    curves.classes.resize(classes);
    for (std::size_t company = 0; company < kCompanies; ++company) {
        std::vector<Moments> all(epochs), each(classes * epochs);
        for (std::size_t run = 0; run < runs; ++run)
            for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
                const auto targets = loss.values().subspan(
                    ((company * runs + run) * epochs + epoch) * classes, classes);
                all[epoch].add(meanOf(targets));
                for (std::size_t label = 0; label < classes; ++label)
                    each[label * epochs + epoch].add(targets[label]);
            }
        curves.all.at(company) = curveOf(all);
        for (std::size_t label = 0; label < classes; ++label)
            curves.classes[label].at(company) =
                curveOf(std::span<const Moments>(each).subspan(label * epochs, epochs));
    }
    return curves;
}

DataColour companyColour(Company company) {
    switch (company) {
        case Company::Interchangeable:
            return DataColour::slot(1);
        case Company::Medium:
            return DataColour::slot(6);
        case Company::NonInterchangeable:
            break;
    }
    return DataColour::slot(5);
}

LineChartData controlChart(const CompanyCurves& curves) {
    LineChartData data;
    data.x = {QCoreApplication::translate("ControlCurves", "Epoch"), {}, 0};
    data.y = {QCoreApplication::translate("ControlCurves", "Loss of the target"),
              QCoreApplication::translate("ControlCurves", "nats"),
              3};
    data.yLow = 0;
    data.xLow = 1;
    data.xHigh = std::max<double>(2, static_cast<double>(curves.front().mean.size()));
    for (std::size_t i = 0; i < curves.size(); ++i)
        data.series << lineOf(static_cast<Company>(i), curves.at(i));
    return data;
}

}  // namespace winnow::ui
