// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/image.h"

#include <cstdint>
#include <vector>

namespace winnow::data {

inline constexpr Geometry kPlantedGeometry{1, 28, 28};
inline constexpr int kPlantedStyles = 10;

/// What was done to a training sample of the built-in set `planted`.
enum class PlantedKind : std::uint8_t { Plain, ExactDuplicate, NearDuplicate, LabelError };

/// Glyph-like digits with known faults. Pixels [N,1,28,28]; the other arrays have one entry a row.
struct PlantedSet {
    std::vector<std::uint8_t> trainPixels, testPixels;
    std::vector<std::int64_t> trainLabels, testLabels;
    std::vector<std::uint8_t> kind;       ///< PlantedKind
    std::vector<std::int64_t> original;   ///< row a duplicate was made from, -1: none
    std::vector<std::int64_t> trueLabel;  ///< the digit that was drawn
    std::vector<std::int64_t> style;      ///< 0 most frequent; frequencies fall geometrically
};

/// 3 % of the training rows are exact duplicates of plain rows, 5 % near duplicates (moved by one
/// pixel, with fresh noise, or a little brighter or darker), 3 % have a wrong label. The test rows
/// have no faults. Integer arithmetic only: the same seed gives the same bytes on every machine.
[[nodiscard]] PlantedSet makePlanted(std::int64_t train, std::int64_t test, std::uint64_t seed);

}  // namespace winnow::data
