// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/plan.h"
#include "engine/infinite/step.h"

#include <cstdint>

/// Where the entries of planes lie, for every processor (methods/kip-convnet.md, sections 1 and 4).
/// All of it is always inlined: each instruction set has its own copy.
namespace winnow::infinite {

using Index = std::int64_t;

WINNOW_STEP Index smaller(Index a, Index b) { return a < b ? a : b; }
WINNOW_STEP Index larger(Index a, Index b) { return a > b ? a : b; }
WINNOW_STEP Index halved(Index a) { return a >> 1; }  // towards minus infinity
WINNOW_STEP Index magnitude(Index a) { return a < 0 ? -a : a; }

/// Sum of size - |d| for d from -band to before `end`: entries of one direction.
WINNOW_STEP Index entriesBefore(Index size, Index band, Index end) {
    const Index negative = smaller(end, 0);  // d below 0 end here
    const Index positive = larger(end, 0);
    const Index below = (negative + band) * (2 * size + negative - band - 1) / 2;
    return below + positive * (2 * size - positive + 1) / 2;
}

/// One displacement: which pixels of the first image have a partner.
struct Plane {
    Index dh, dw;
    Index top, left;      // first row and column
    Index rows, columns;  // how many

    WINNOW_STEP Plane(Index height, Index width, Index rowShift, Index columnShift)
        : dh(rowShift),
          dw(columnShift),
          top(larger(0, -rowShift)),
          left(larger(0, -columnShift)),
          rows(height - magnitude(rowShift)),
          columns(width - magnitude(columnShift)) {}

    WINNOW_STEP bool onDiagonal() const { return dh == 0 && dw == 0; }
};

/// The planes of one level's input as they are kept between levels: packed one behind the other.
struct PlaneStore {
    Index height, width;
    Band band;

    WINNOW_STEP Index entries() const { return offset(band.height + 1, -band.width); }
    WINNOW_STEP Index offset(Index dh, Index dw) const {
        return entriesBefore(height, band.height, dh) *
                   entriesBefore(width, band.width, band.width + 1) +
               (height - magnitude(dh)) * entriesBefore(width, band.width, dw);
    }
    WINNOW_STEP bool holds(Index dh, Index dw) const {
        return magnitude(dh) <= band.height && magnitude(dw) <= band.width;
    }
};

template <typename Visit>
WINNOW_STEP void forEachPlane(const PlaneLevel& level, const Band& band, const Visit& visit) {
    for (Index dh = -band.height; dh <= band.height; ++dh)
        for (Index dw = -band.width; dw <= band.width; ++dw)
            visit(Plane(level.height, level.width, dh, dw));
}

}  // namespace winnow::infinite
