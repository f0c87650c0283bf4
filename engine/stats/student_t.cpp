// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/student_t.h"

#include <cmath>
#include <limits>

namespace winnow::stats {
namespace {

/// The continued fraction of I_x(a, b), for x below its mean.
double betaFraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300;
    constexpr int kMost = 500;
    const auto away = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
    double c = 1, d = 1 / away(1 - (a + b) * x / (a + 1)), fraction = d;
    for (int m = 1; m <= kMost; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away(1 + even * d);
        c = away(1 + even / c);
        fraction *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away(1 + odd * d);
        c = away(1 + odd / c);
        fraction *= c * d;
        if (std::abs(c * d - 1) < std::numeric_limits<double>::epsilon()) break;
    }
    return fraction;
}

}  // namespace

double incompleteBeta(double a, double b, double x) {
    if (std::isnan(x)) return x;
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * betaFraction(a, b, x) / a;
    return 1 - front * betaFraction(b, a, 1 - x) / b;
}

double twoSidedP(double t, double df) {
    if (std::isnan(t) || std::isnan(df)) return std::numeric_limits<double>::quiet_NaN();
    if (std::isinf(t)) return 0;
    return incompleteBeta(df / 2, 0.5, df / (df + t * t));
}

double criticalT(double level, double df) {
    const double p = 1 - level;
    double low = 0, high = 1;
    while (twoSidedP(high, df) > p && high < 1e12) high *= 2;
    for (int step = 0; step < 200 && high - low > 1e-13 * high; ++step) {
        const double middle = (low + high) / 2;
        (twoSidedP(middle, df) > p ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace winnow::stats
