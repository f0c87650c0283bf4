// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/event_counts.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct EventCountsText {
    Q_DECLARE_TR_FUNCTIONS(EventCounts)
};

}  // namespace

QString EventCounts::label(int bar) const {
    return width == 1 ? countText(low(bar))
                      : countText(low(bar)) + QChar(0x2013) + countText(high(bar));
}

EventCounts eventCounts(std::span<const std::int64_t> events, int most) {
    EventCounts counts;
    if (events.empty()) return counts;
    const std::int64_t values = std::max<std::int64_t>(0, *std::ranges::max_element(events)) + 1;
    counts.width = (values + most - 1) / most;
    counts.samples.assign(static_cast<std::size_t>((values + counts.width - 1) / counts.width), 0);
    for (const std::int64_t each : events)
        ++counts.samples[static_cast<std::size_t>(counts.barOf(each))];
    return counts;
}

SampleSet samplesInBars(std::span<const std::int64_t> events,
                        const EventCounts& counts,
                        const QSet<int>& bars) {
    SampleSet samples(static_cast<std::int64_t>(events.size()));
    for (std::size_t i = 0; i < events.size(); ++i)
        if (bars.contains(counts.barOf(events[i]))) samples.insert(static_cast<std::int64_t>(i));
    return samples;
}

BarChartData eventChart(std::span<const std::int64_t> events,
                        const EventCounts& counts,
                        const SampleSet* matching,
                        bool logarithmic) {
    BarChartData data;
    data.x = {EventCountsText::tr("Forgetting events per sample"), {}, 0};
    data.y = {EventCountsText::tr("Samples"), {}, 0};
    data.logarithmic = logarithmic;
    data.partName = EventCountsText::tr("matching");
    std::vector<std::int64_t> parts(counts.samples.size());
    for (std::size_t i = 0; matching != nullptr && i < events.size(); ++i)
        if (matching->contains(static_cast<std::int64_t>(i)))
            ++parts[static_cast<std::size_t>(counts.barOf(events[i]))];
    for (std::size_t bar = 0; bar < counts.samples.size(); ++bar) {
        Bar each;
        each.label = counts.label(static_cast<int>(bar));
        each.value = static_cast<double>(counts.samples[bar]);
        if (matching != nullptr) {
            each.part = static_cast<double>(parts[bar]);
            each.colour = DataColour::accent();
        }
        data.bars << each;
    }
    return data;
}

}  // namespace winnow::ui
