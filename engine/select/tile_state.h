// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/partner_lists.h"
#include "engine/select/tile_consumer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::select {

/// What a TileConsumer has gathered so far, and the fixed facts it gathers by. Positions 0..n-1.
struct TileState {
    TileConsumerOptions options;
    std::int64_t n = 0;
    std::vector<float> diagonal;
    std::vector<std::int32_t> labels;
    std::vector<std::int64_t> sameClassUntil;  ///< the first position after i of another class
    std::vector<std::int64_t> samples;
    std::vector<float> scaled;       ///< t kappa_ii, infinity where kappa_ii is 0
    std::vector<float> inverseNorm;  ///< 1/sqrt kappa_ii, NaN where kappa_ii is 0
    float binScale = 0;

    PartnerLists top, bottom, unrelated;
    std::vector<double> classSums;  ///< [n, K]; perClass: [n, 1], the own class only
    std::vector<std::int64_t> seen, positive, interchangeable, contradictory;
    std::vector<std::int64_t> histogram;  ///< [2, B]

    TileState(std::span<const float> diagonalValues,
              std::span<const std::int64_t> labelValues,
              std::span<const std::int64_t> sampleIds,
              const TileConsumerOptions& chosen);

    /// Brings the partner lists into their order, to be read.
    void settle();
    [[nodiscard]] std::int64_t sumWidth() const { return options.perClass ? 1 : options.classes; }
    [[nodiscard]] double largest() const;
    [[nodiscard]] std::vector<std::int64_t> classSizes() const;
    [[nodiscard]] std::vector<double> histogramEdges() const;
};

}  // namespace winnow::select
