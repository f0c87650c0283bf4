// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_tile.h"

#include <algorithm>

namespace winnow::ui {

TileMembers tileMembers(std::int64_t size,
                        int level,
                        std::int64_t index,
                        std::int64_t mostMembers) {
    const std::int64_t block = std::int64_t{1} << level;
    const std::int64_t first = index * kTileEdge;
    TileMembers result;
    result.cells = std::clamp<std::int64_t>(cellsAt(size, level) - first, 0, kTileEdge);
    result.members = std::min(block, mostMembers);
    result.positions.reserve(static_cast<std::size_t>(result.cells * result.members));
    for (std::int64_t cell = 0; cell < result.cells; ++cell) {
        const std::int64_t begin = (first + cell) * block;
        const std::int64_t count = std::min(block, size - begin);
        result.sampled |= count != result.members;
        for (std::int64_t m = 0; m < result.members; ++m)
            result.positions.push_back(begin + (2 * m + 1) * count / (2 * result.members));
    }
    return result;
}

}  // namespace winnow::ui
