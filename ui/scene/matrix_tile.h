// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

/// A matrix in pieces: at level l a cell is the mean of a block of 2^l x 2^l values, and a tile
/// holds kTileEdge x kTileEdge cells.
namespace winnow::ui {

inline constexpr std::int64_t kTileEdge = 128;

struct TileKey {
    int level = 0;
    std::int64_t row = 0, column = 0;  ///< counted in tiles
    auto operator<=>(const TileKey&) const = default;

    /// Of a symmetric matrix only tiles on and above the diagonal are made.
    [[nodiscard]] TileKey upper() const {
        return row <= column ? *this : TileKey{level, column, row};
    }
};

struct MatrixTile {
    std::int64_t rows = 0, columns = 0;  ///< cells; fewer than kTileEdge at the far edges
    std::vector<float> values;           ///< [rows, columns]; NaN: the kernel has no value there
    bool sampled = false;                ///< means are of some members of each block, not of all

    [[nodiscard]] float at(std::int64_t row, std::int64_t column) const {
        return values[static_cast<std::size_t>(row * columns + column)];
    }
};

/// Cells along one side of a matrix of `size` at a level.
[[nodiscard]] constexpr std::int64_t cellsAt(std::int64_t size, int level) {
    return (size + (std::int64_t{1} << level) - 1) >> level;
}

/// The positions that stand for the cells of tile `index`: `members` for each cell, evenly spread
/// over the cell's block; fewer than `members` in a block: some twice.
struct TileMembers {
    std::vector<std::int64_t> positions;  ///< cells x members
    std::int64_t cells = 0, members = 1;
    bool sampled = false;  ///< a block has more, or unevenly used, members
};
[[nodiscard]] TileMembers tileMembers(std::int64_t size,
                                      int level,
                                      std::int64_t index,
                                      std::int64_t mostMembers);

}  // namespace winnow::ui
