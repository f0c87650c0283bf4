// SPDX-License-Identifier: Apache-2.0
#include "engine/run/figures.h"

#include "engine/stats/summary.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::run {

using nlohmann::json;

json figure(double value) { return std::isfinite(value) ? json(value) : json(); }

json summaryFigures(std::span<const double> values) {
    const stats::Summary s = stats::summarise(values);
    return {{"mean", figure(s.mean)},
            {"deviation", figure(s.deviation)},
            {"low", figure(s.low)},
            {"high", figure(s.high)},
            {"n", s.n}};
}

}  // namespace winnow::run
