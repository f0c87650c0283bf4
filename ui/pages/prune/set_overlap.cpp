// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/set_overlap.h"

#include "ui/theme/numbers.h"

namespace winnow::ui {

double Overlap::jaccard() const {
    const std::int64_t either = first + second - both;
    return either > 0 ? static_cast<double>(both) / static_cast<double>(either) : kNotDefined;
}

double Overlap::bothByChance() const {
    return size > 0 ? static_cast<double>(first) * static_cast<double>(second) /
                          static_cast<double>(size)
                    : 0;
}

std::vector<Overlap> overlaps(std::span<const std::uint8_t> first,
                              std::span<const std::uint8_t> second,
                              std::span<const std::int64_t> groupOf,
                              std::int64_t groups) {
    std::vector<Overlap> found(static_cast<std::size_t>(groups) + 1);
    const auto add = [](Overlap& to, bool a, bool b) {
        ++to.size;
        to.first += a ? 1 : 0;
        to.second += b ? 1 : 0;
        to.both += a && b ? 1 : 0;
    };
    for (std::size_t i = 0; i < first.size() && i < second.size() && i < groupOf.size(); ++i) {
        add(found.back(), first[i] != 0, second[i] != 0);
        if (groupOf[i] >= 0 && groupOf[i] < groups)
            add(found[static_cast<std::size_t>(groupOf[i])], first[i] != 0, second[i] != 0);
    }
    return found;
}

}  // namespace winnow::ui
