// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/random.h"

#include <array>
#include <cstdint>

namespace winnow::data {

using GlyphPixels = std::array<std::uint8_t, 28 * 28>;

/// Draws `digit` (0 to 9) in `style` (0 to kPlantedStyles - 1) with a hand of its own: position,
/// size, slant, turn, stroke width, wobble and noise come from `random`. Integer arithmetic only.
[[nodiscard]] GlyphPixels drawGlyph(int digit, int style, Random& random);

}  // namespace winnow::data
