// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/tile_grid.h"

#include <algorithm>

namespace winnow::ui {

int TileGrid::columns() const { return std::max(1, width / (picture + 2 * ring)); }

int TileGrid::rows() const { return (count + columns() - 1) / columns(); }

int TileGrid::rowHeight() const { return picture + 2 * ring + caption; }

QRect TileGrid::pictureRect(int index) const {
    const int row = index / columns(), column = index % columns();
    // Each column's edges are rounded by themselves, so that the last one ends at the width.
    const int left = width * column / columns(), right = width * (column + 1) / columns();
    return {left + (right - left - picture) / 2, row * rowHeight() + ring, picture, picture};
}

QRect TileGrid::cellRect(int index) const {
    return pictureRect(index).adjusted(-ring, -ring, ring, ring + caption);
}

int TileGrid::at(const QPoint& point) const {
    if (point.y() < 0 || point.x() < 0 || point.x() >= width) return -1;
    const Range cells = touching({point, QSize(1, 1)});
    for (int row = cells.firstRow; row <= cells.lastRow; ++row)
        for (int column = cells.firstColumn; column <= cells.lastColumn; ++column)
            if (const int index = row * columns() + column;
                index < count && cellRect(index).contains(point))
                return index;
    return -1;
}

TileGrid::Range TileGrid::touching(const QRect& rect) const {
    if (count == 0 || width <= 0) return {};
    const auto columnAt = [this](int x) {
        return std::clamp(x * columns() / width, 0, columns() - 1);
    };
    return {std::clamp(rect.top() / rowHeight(), 0, rows() - 1),
            std::clamp(rect.bottom() / rowHeight(), 0, rows() - 1),
            columnAt(rect.left()),
            columnAt(rect.right())};
}

}  // namespace winnow::ui
