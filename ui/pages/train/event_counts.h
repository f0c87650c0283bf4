// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/bar_chart.h"
#include "ui/session/sample_set.h"

#include <algorithm>
#include <span>

namespace winnow::ui {

/// How many samples have how many forgetting events: bars 0, 1, 2, ..., of several counts each when
/// there would be more than `most` bars.
struct EventCounts {
    std::int64_t width = 1;  ///< counts a bar stands for
    std::vector<std::int64_t> samples;

    [[nodiscard]] int barOf(std::int64_t events) const {
        return static_cast<int>(std::max<std::int64_t>(0, events) / width);
    }
    [[nodiscard]] std::int64_t low(int bar) const { return bar * width; }
    [[nodiscard]] std::int64_t high(int bar) const { return (bar + 1) * width - 1; }
    [[nodiscard]] QString label(int bar) const;  ///< "3", "4–7"
};

[[nodiscard]] EventCounts eventCounts(std::span<const std::int64_t> events, int most = 24);

/// Samples whose events fall into one of the bars.
[[nodiscard]] SampleSet samplesInBars(std::span<const std::int64_t> events,
                                      const EventCounts& counts,
                                      const QSet<int>& bars);

/// With parts where `matching` is given: what of each bar the filter lets through.
[[nodiscard]] BarChartData eventChart(std::span<const std::int64_t> events,
                                      const EventCounts& counts,
                                      const SampleSet* matching,
                                      bool logarithmic);

}  // namespace winnow::ui
