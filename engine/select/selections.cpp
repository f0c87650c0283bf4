// SPDX-License-Identifier: Apache-2.0
#include "engine/select/selections.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::select {
namespace {

void requireShare(const char* field, const std::optional<double>& share) {
    if (share && !(*share > 0 && *share <= 1)) {
        throw badInput(fmt::format("{} is {}; give a share above 0 and at most 1", field, *share));
    }
}

void requireLabels(const SelectionScope& scope) {
    for (std::size_t i = 0; i < scope.labels.size(); ++i) {
        if (scope.labels[i] >= 0 && scope.labels[i] < scope.classes) continue;
        throw badInput(fmt::format(
            "sample {} has label {}; labels are 0 to {}", i, scope.labels[i], scope.classes - 1));
    }
}

/// How many open samples each class must keep.
std::vector<std::int64_t> floors(const std::vector<std::int64_t>& open, const KeepRule& rule) {
    std::vector<std::int64_t> floor;
    for (const std::int64_t count : open) {
        const double share = rule.classShare.value_or(0) * static_cast<double>(count);
        // 0.1 of 30 is 3, although the product may round to just above it.
        const auto wanted = static_cast<std::int64_t>(std::ceil(share * (1 - 1e-12)));
        floor.push_back(std::min(count, std::max(wanted, rule.classCount)));
    }
    return floor;
}

void addCounts(const SelectionScope& scope, Selection& selection) {
    selection.counts.assign(at(scope.classes), {});
    for (std::size_t i = 0; i < scope.labels.size(); ++i) {
        ++selection.counts[at(scope.labels[i])][selection.stage[i]];
    }
}

Selection everybody(const SelectionScope& scope) {
    Selection selection;
    selection.kept.assign(scope.labels.size(), 1);
    selection.stage.assign(scope.labels.size(), static_cast<std::uint8_t>(Stage::Kept));
    for (std::size_t i = 0; i < scope.fitted.size(); ++i) {
        if (scope.fitted[i] == 0) selection.stage[i] = static_cast<std::uint8_t>(Stage::Validation);
    }
    for (std::size_t i = 0; i < scope.excluded.size(); ++i) {
        if (scope.excluded[i] == 0) continue;
        selection.kept[i] = 0;
        selection.stage[i] = static_cast<std::uint8_t>(Stage::LeftOut);
    }
    return selection;
}

}  // namespace

bool SelectionScope::open(std::int64_t sample) const {
    return (fitted.empty() || fitted[at(sample)] != 0) &&
           (judged.empty() || judged[at(sample)] != 0) &&
           (excluded.empty() || excluded[at(sample)] == 0);
}

std::int64_t SelectionScope::openCount() const {
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < std::ssize(labels); ++i) count += open(i) ? 1 : 0;
    return count;
}

std::int64_t Selection::count(Stage wanted) const {
    return std::ranges::count(stage, static_cast<std::uint8_t>(wanted));
}

Selection applyOrder(const SelectionScope& scope, const RemovalOrder& order, const KeepRule& rule) {
    requireShare("keep", rule.keep);
    requireShare("floor", rule.classShare);
    requireLabels(scope);
    std::vector<std::int64_t> left(at(scope.classes));
    for (std::int64_t i = 0; i < std::ssize(scope.labels); ++i) {
        left[at(scope.labels[at(i)])] += scope.open(i) ? 1 : 0;
    }
    const std::vector<std::int64_t> floor = floors(left, rule);
    const std::int64_t open = scope.openCount();
    std::int64_t toRemove = open;
    if (rule.keep) {
        toRemove -= std::max<std::int64_t>(1, std::llround(*rule.keep * static_cast<double>(open)));
    }

    Selection selection = everybody(scope);
    selection.warnings = order.warnings;
    if (const auto out = std::ranges::count(scope.excluded, std::uint8_t{1}); out > 0) {
        selection.warnings.push_back(fmt::format(
            "{} that were excluded by hand are left out; shares are of the others", out));
    }
    for (const Removal& removal : order.removals) {
        if (toRemove <= 0) break;
        std::int64_t& mates = left[at(scope.labels[at(removal.sample)])];
        if (mates <= floor[at(scope.labels[at(removal.sample)])]) continue;
        selection.kept[at(removal.sample)] = 0;
        selection.stage[at(removal.sample)] = static_cast<std::uint8_t>(removal.stage);
        --mates;
        --toRemove;
    }
    if (rule.keep && toRemove > 0) {
        selection.warnings.push_back(fmt::format(
            "{} samples more than asked for are kept: the floor per class or the cap does not let "
            "them go",
            toRemove));
    }
    addCounts(scope, selection);
    return selection;
}

}  // namespace winnow::select
