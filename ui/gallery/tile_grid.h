// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

#include <cstdint>

namespace winnow::ui {

/// Where tiles lie: rows of equal cells that fill the width. Plain arithmetic, so that any number
/// of tiles costs nothing. Content coordinates: y 0 is the top of the first row.
struct TileGrid {
    int count = 0;
    int width = 0;     ///< of the viewport
    int picture = 84;  ///< side of a picture
    int caption = 0;   ///< height under it, 0: none
    int ring = 4;      ///< room around a picture

    [[nodiscard]] int columns() const;
    [[nodiscard]] int rows() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int height() const { return rows() * rowHeight(); }
    /// The square of a picture.
    [[nodiscard]] QRect pictureRect(int index) const;
    /// Picture, rings and caption.
    [[nodiscard]] QRect cellRect(int index) const;
    /// -1 in the gaps and behind the last one.
    [[nodiscard]] int at(const QPoint& point) const;

    struct Range {
        int firstRow = 0, lastRow = -1, firstColumn = 0, lastColumn = -1;
    };
    /// Rows and columns of which a tile may touch the rectangle.
    [[nodiscard]] Range touching(const QRect& rect) const;
};

}  // namespace winnow::ui
