// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/t_test.h"

#include "engine/stats/student_t.h"
#include "engine/stats/summary.h"
#include "engine/store/error.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace winnow::stats {
namespace {

/// difference / error, with what a spread of zero means.
TTest testOf(double difference, double error, double df) {
    if (error > 0) {
        const double t = difference / error;
        return {t, df, twoSidedP(t, df)};
    }
    if (difference == 0) return {kUndefined, df, kUndefined};
    return {std::copysign(std::numeric_limits<double>::infinity(), difference), df, 0};
}

}  // namespace

TTest welchTest(std::span<const double> a, std::span<const double> b) {
    const Summary x = summarise(a), y = summarise(b);
    if (x.n < 2 || y.n < 2) return {kUndefined, kUndefined, kUndefined};
    const auto n = static_cast<double>(x.n), m = static_cast<double>(y.n);
    const double u = x.deviation * x.deviation / n, v = y.deviation * y.deviation / m;
    const double spread = u * u / (n - 1) + v * v / (m - 1);
    // Welch-Satterthwaite; without any spread as many as the two samples have together.
    const double df = spread > 0 ? (u + v) * (u + v) / spread : n + m - 2;
    return testOf(x.mean - y.mean, std::sqrt(u + v), df);
}

TTest pairedTest(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size())
        throw badInput("a paired test needs as many values on both sides, not " +
                       std::to_string(a.size()) + " and " + std::to_string(b.size()));
    std::vector<double> differences;
    for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
    const Summary d = summarise(differences);
    if (d.n < 2) return {kUndefined, kUndefined, kUndefined};
    const auto n = static_cast<double>(d.n);
    return testOf(d.mean, d.deviation / std::sqrt(n), n - 1);
}

}  // namespace winnow::stats
