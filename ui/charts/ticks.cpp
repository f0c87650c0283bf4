// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

struct TickStep {
    double size;
    int decimals;
};

// The largest number of steps that needs no more than `most` ticks.
TickStep roundStep(double span, int most) {
    const double rough = span / (most - 1);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        const double size = factor * power;
        if (size < rough * (1 - 1e-9)) continue;
        int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(size) + 1e-9)));
        if (factor == 2.5 && size < 10) ++decimals;
        return {size, decimals};
    }
    return {10 * power, 0};
}

QString powerText(double value) {
    return value >= 1 && value < 1e6 ? numberText(value, 0) : shortNumberText(value);
}

}  // namespace

double AxisTicks::share(double value) const {
    if (logarithmic) {
        if (!(value > 0)) return 0;
        return std::log10(value / low) / std::log10(high / low);
    }
    return (value - low) / (high - low);
}

AxisTicks linearTicks(double low, double high, bool exact, int most) {
    if (!std::isfinite(low) || !std::isfinite(high)) {
        low = 0;
        high = 1;
    }
    if (high < low) std::swap(low, high);
    // One value: a span that its digits can show.
    const double least = 1e-9 * std::max({1.0, std::abs(low), std::abs(high)});
    if (high - low < least) {
        const double room = low == 0 ? 1 : 0.1 * std::abs(low);
        low -= low == 0 ? 0 : room;
        high += room;
        exact = false;
    }
    // Widening may add a tick at either end.
    const TickStep step = roundStep(high - low, std::max(exact ? most : most - 1, 3));
    AxisTicks axis;
    const double first =
        exact ? std::ceil(low / step.size - 1e-9) : std::floor(low / step.size + 1e-9);
    const double last =
        exact ? std::floor(high / step.size + 1e-9) : std::ceil(high / step.size - 1e-9);
    axis.low = exact ? low : first * step.size;
    axis.high = exact ? high : last * step.size;
    for (double i = first; i <= last; ++i)
        axis.ticks << Tick{i * step.size, numberText(i * step.size, step.decimals)};
    return axis;
}

AxisTicks logTicks(double low, double high, int most) {
    if (!(high > 0) || !std::isfinite(high)) high = 10;
    if (!(low > 0) || low > high) low = high / 1000;
    int first = static_cast<int>(std::floor(std::log10(low) + 1e-9));
    int last = static_cast<int>(std::ceil(std::log10(high) - 1e-9));
    if (last == first) ++last;
    const int stride =
        (last - first) / std::max(1, most - 1) + ((last - first) % std::max(1, most - 1) != 0);
    AxisTicks axis;
    axis.logarithmic = true;
    axis.low = std::pow(10, first);
    axis.high = std::pow(10, last);
    for (int power = first; power <= last; power += std::max(1, stride))
        axis.ticks << Tick{std::pow(10, power), powerText(std::pow(10, power))};
    return axis;
}

}  // namespace winnow::ui
