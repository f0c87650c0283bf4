// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/selection_facts.h"

#include "ui/inspector/made_by.h"
#include "ui/session/annotations.h"
#include "ui/session/evaluate.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr std::size_t kClasses = 12;  // rows; the rest is one

/// The context of this file's words.
struct SelectionFactsText {
    Q_DECLARE_TR_FUNCTIONS(SelectionFacts)
};

std::int64_t sharedWith(const SampleSet& samples, SampleSet other) {
    other &= samples;
    return other.count();
}

KeyValue countRow(const QString& key, std::int64_t count, const QString& help) {
    KeyValue row;
    row.key = key;
    row.value = countText(count);
    row.toolTip = help;
    return row;
}

KeyValue meanRow(const Session& session, const ScoreInfo& info, const SampleSet& samples) {
    const auto values = session.scores()->column(info.key);
    double sum = 0, square = 0;
    std::int64_t n = 0;
    for (std::int64_t id = samples.next(); id >= 0; id = samples.next(id + 1)) {
        const double value = values[static_cast<std::size_t>(id)];
        if (std::isnan(value)) continue;
        sum += value;
        square += value * value;
        ++n;
    }
    KeyValue row;
    row.key = info.title;
    row.toolTip = SelectionFactsText::tr(
                      "Mean ± one standard deviation of %1 of these samples that have a value.\n%2")
                      .arg(countText(n), info.help);
    const double mean = n > 0 ? sum / static_cast<double>(n) : NAN;
    const double deviation =
        n > 0 ? std::sqrt(std::max(0.0, square / static_cast<double>(n) - mean * mean)) : NAN;
    row.value =
        n > 0 ? plusMinusText(mean, deviation, std::max(1, info.decimals)) : numberText(NAN, 0);
    return row;
}

}  // namespace

QList<KeyValue> classRows(const Session& session, const SampleSet& samples) {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(session.classCount()));
    for (std::int64_t id = samples.next(); id >= 0; id = samples.next(id + 1)) {
        const auto label = static_cast<std::size_t>(session.label(id));
        if (label < counts.size()) ++counts[label];
    }
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t k) { return counts[k] == 0; });
    std::ranges::stable_sort(order, [&](auto a, auto b) { return counts[a] > counts[b]; });

    QList<KeyValue> rows;
    std::int64_t rest = samples.count();
    for (std::size_t i = 0; i < std::min(order.size(), kClasses); ++i) {
        const auto label = static_cast<std::int64_t>(order[i]);
        KeyValue row =
            countRow(session.className(label),
                     counts[order[i]],
                     SelectionFactsText::tr("Samples of this class among those selected."));
        row.bar = static_cast<double>(counts[order[i]]) / static_cast<double>(samples.count());
        const auto slot = session.classSlots().slotOf(static_cast<int>(label));
        row.barColour = DataColour::slot(slot.value_or(-1));
        rows += row;
        rest -= counts[order[i]];
    }
    if (order.size() > kClasses)
        rows += countRow(SelectionFactsText::tr("%1 further classes").arg(order.size() - kClasses),
                         rest,
                         SelectionFactsText::tr("Samples of all other classes."));
    return rows;
}

QList<KeyValue> summaryRows(const Session& session, const SampleSet& samples) {
    using Kind = Condition::Kind;
    const auto flag = [&](Kind kind) {
        return sharedWith(samples, matching(session, Condition::ofFlag(kind)));
    };
    QList<KeyValue> rows{countRow(SelectionFactsText::tr("Match the filter"),
                                  sharedWith(samples, session.filter()->matches()),
                                  SelectionFactsText::tr("Selected samples that are not dimmed.")),
                         countRow(SelectionFactsText::tr("Excluded"),
                                  flag(Kind::Excluded),
                                  SelectionFactsText::tr("By a person."))};
    if (session.run().prediction)
        rows += countRow(SelectionFactsText::tr("Predicted wrong"),
                         flag(Kind::Wrong),
                         SelectionFactsText::tr("Made by %1.").arg(madeBy(session, Part::Run)));
    if (session.kernel().redundant)
        rows += countRow(
            SelectionFactsText::tr("Redundant"),
            flag(Kind::Redundant),
            SelectionFactsText::tr("Another sample's κ is larger than their own.\nMade by %1.")
                .arg(madeBy(session, Part::Kernel)));
    if (const QString& id = session.chosenSelection().id; !id.isEmpty())
        rows +=
            countRow(SelectionFactsText::tr("Kept by %1").arg(session.title(id)),
                     sharedWith(samples, matching(session, Condition::ofKept(id))),
                     SelectionFactsText::tr("Made by %1.").arg(madeBy(session, Part::Selection)));
    for (const char* key : {"forgetting", "difficulty", "own"})
        if (const ScoreInfo* info = session.scores()->info(QLatin1String(key)))
            rows += meanRow(session, *info, samples);
    return rows;
}

QList<ShownTag> tagCounts(const Session& session, const SampleSet& samples) {
    QList<ShownTag> shown;
    const Annotations* annotations = session.annotations();
    for (const QString& tag : annotations->tags()) {
        const std::int64_t count = sharedWith(samples, annotations->tagged(tag));
        if (count > 0) shown += ShownTag{tag, QStringLiteral("%1  %2").arg(tag, countText(count))};
    }
    return shown;
}

}  // namespace winnow::ui
