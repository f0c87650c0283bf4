// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/class_trace.h"

#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::ui {

double quantile(std::span<float> values, double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(std::floor(place));
    const auto nth = values.begin() + below;
    std::nth_element(values.begin(), nth, values.end());
    const double low = *nth;
    if (nth + 1 == values.end()) return low;
    const double high = *std::min_element(nth + 1, values.end());
    return std::lerp(low, high, place - static_cast<double>(below));
}

ClassTrace classTrace(std::span<const float> loss,
                      std::span<const std::int64_t> labels,
                      std::int64_t label) {
    ClassTrace trace;
    trace.samples = std::ranges::count(labels, label);
    if (labels.empty()) return trace;
    std::vector<float> values;
    for (std::size_t begin = 0; begin + labels.size() <= loss.size(); begin += labels.size()) {
        values.clear();
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (labels[i] == label && std::isfinite(loss[begin + i]))
                values.push_back(loss[begin + i]);
        const bool none = values.empty();
        const double sum = std::accumulate(values.begin(), values.end(), 0.0);
        trace.mean.push_back(none ? kNotDefined : sum / static_cast<double>(values.size()));
        trace.low.push_back(none ? kNotDefined : quantile(values, 0.25));
        trace.high.push_back(none ? kNotDefined : quantile(values, 0.75));
    }
    return trace;
}

}  // namespace winnow::ui
