// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/matrix_source.h"

#include <QImage>
#include <QList>
#include <QRect>

#include <list>
#include <map>
#include <optional>

namespace winnow::ui {

/// A value as the matrix shows it.
struct MatrixValue {
    float value = 0;  ///< NaN: none
    int level = 0;    ///< of the tile it comes from
    bool sampled = false;
};

/// The tiles made so far, the least recently seen given up beyond a limit, and the picture they
/// make. Where a tile is missing a coarser one stands in.
class MatrixCache {
public:
    static constexpr std::size_t kMostTiles = 512;  // 32 MB

    void clear();
    void insert(const TileKey& key, TilePointer tile);
    /// Value of the cell (row, column) of a level, or of the coarser one that holds it.
    [[nodiscard]] std::optional<MatrixValue> value(int level,
                                                   std::int64_t row,
                                                   std::int64_t column) const;
    /// Tiles still missing for the cells (x column, y row) of a level: coarse ones first where
    /// nothing at all is there, then those nearest to the middle.
    [[nodiscard]] std::vector<TileKey> missing(int level,
                                               const QRect& cells,
                                               std::int64_t size) const;
    /// Indexed picture of those cells by colourIndex() in [-limit, limit], one pixel a cell, row 0
    /// on top; 0 to 255 of `table` and `none` where there is no value or nothing has arrived.
    [[nodiscard]] QImage picture(
        int level, const QRect& cells, double limit, const QList<QRgb>& table, QRgb none);
    /// 98th percentile of |value| over the coarsest tiles held; 0 when there are none.
    [[nodiscard]] double usualSize() const;
    [[nodiscard]] bool empty() const { return m_tiles.empty(); }

private:
    struct Entry {
        TilePointer tile;
        std::uint64_t used = 0;
    };
    [[nodiscard]] const Entry* find(const TileKey& key) const;

    std::map<TileKey, Entry> m_tiles;
    std::uint64_t m_clock = 0;
};

}  // namespace winnow::ui
