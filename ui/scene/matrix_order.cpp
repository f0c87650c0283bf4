// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_order.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace winnow::ui {

std::int64_t MatrixOrder::positionOf(std::int64_t sample) const {
    const auto it = std::find(samples.begin(), samples.end(), sample);
    return it == samples.end() ? -1 : it - samples.begin();
}

std::int64_t MatrixOrder::classAt(std::int64_t position) const {
    const auto after = std::upper_bound(
        bands.begin(), bands.end(), position, [](std::int64_t at, const MatrixBand& band) {
            return at < band.begin;
        });
    return after == bands.begin() ? -1 : std::prev(after)->classIndex;
}

MatrixOrder matrixOrder(std::vector<std::int64_t> samples,
                        std::span<const std::int64_t> labels,
                        std::span<const std::int64_t> clusters) {
    const auto labelOf = [&](std::int64_t id) { return labels[static_cast<std::size_t>(id)]; };
    const auto clusterOf = [&](std::int64_t id) {
        return clusters.empty() ? -1 : clusters[static_cast<std::size_t>(id)];
    };
    std::vector<std::int64_t> sizes;
    for (const std::int64_t id : samples) {
        const std::int64_t cluster = clusterOf(id);
        if (cluster < 0) continue;
        if (cluster >= static_cast<std::int64_t>(sizes.size()))
            sizes.resize(static_cast<std::size_t>(cluster) + 1, 0);
        ++sizes[static_cast<std::size_t>(cluster)];
    }
    const auto key = [&](std::int64_t id) {
        const std::int64_t cluster = clusterOf(id);
        return cluster < 0
                   ? std::tuple(
                         labelOf(id), std::int64_t{1}, std::numeric_limits<std::int64_t>::max(), id)
                   : std::tuple(
                         labelOf(id), -sizes[static_cast<std::size_t>(cluster)], cluster, id);
    };
    std::sort(samples.begin(), samples.end(), [&](std::int64_t a, std::int64_t b) {
        return key(a) < key(b);
    });

    MatrixOrder order{std::move(samples), {}};
    for (std::int64_t i = 0; i < order.size(); ++i) {
        const std::int64_t label = labelOf(order.samples[static_cast<std::size_t>(i)]);
        if (order.bands.empty() || order.bands.back().classIndex != label)
            order.bands.push_back({label, i, 0});
        ++order.bands.back().count;
    }
    return order;
}

}  // namespace winnow::ui
