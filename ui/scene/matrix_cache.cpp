// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_cache.h"

#include "ui/theme/colour_maps.h"

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kCoarser = 2;      // levels between a first look and the picture
constexpr int kMostCoarser = 8;  // levels a stand-in is searched for

struct Span {
    std::int64_t first, last;  // tiles, inclusive
};

Span tilesOf(int begin, int length) {
    return {begin / kTileEdge, (begin + std::max(1, length) - 1) / kTileEdge};
}

}  // namespace

void MatrixCache::clear() { m_tiles.clear(); }

void MatrixCache::insert(const TileKey& key, TilePointer tile) {
    m_tiles[key] = {std::move(tile), ++m_clock};
    while (m_tiles.size() > kMostTiles)
        m_tiles.erase(std::min_element(m_tiles.begin(), m_tiles.end(), [](auto& a, auto& b) {
            return a.second.used < b.second.used;
        }));
}

const MatrixCache::Entry* MatrixCache::find(const TileKey& key) const {
    const auto it = m_tiles.find(key.upper());
    return it == m_tiles.end() ? nullptr : &it->second;
}

std::optional<MatrixValue> MatrixCache::value(int level,
                                              std::int64_t row,
                                              std::int64_t column) const {
    for (int up = 0; up <= kMostCoarser; ++up) {
        std::int64_t r = row >> up, c = column >> up;
        const Entry* entry = find({level + up, r / kTileEdge, c / kTileEdge});
        if (entry == nullptr) continue;
        if (r / kTileEdge > c / kTileEdge) std::swap(r, c);
        return MatrixValue{
            entry->tile->at(r % kTileEdge, c % kTileEdge), level + up, entry->tile->sampled};
    }
    return std::nullopt;
}

std::vector<TileKey> MatrixCache::missing(int level, const QRect& cells, std::int64_t size) const {
    if (cells.isEmpty()) return {};
    std::vector<TileKey> result;
    const auto collect = [&](int at, const QRect& area, bool onlyBlank) {
        const Span rows = tilesOf(area.top(), area.height());
        const Span columns = tilesOf(area.left(), area.width());
        const double middleRow = static_cast<double>(rows.first + rows.last) / 2;
        const double middleColumn = static_cast<double>(columns.first + columns.last) / 2;
        std::vector<std::pair<double, TileKey>> found;
        for (std::int64_t r = rows.first; r <= rows.last; ++r)
            for (std::int64_t c = columns.first; c <= columns.last; ++c) {
                const TileKey key = TileKey{at, r, c}.upper();
                if (onlyBlank ? value(at, r * kTileEdge, c * kTileEdge).has_value()
                              : find(key) != nullptr)
                    continue;
                found.emplace_back(std::hypot(static_cast<double>(r) - middleRow,
                                              static_cast<double>(c) - middleColumn),
                                   key);
            }
        std::sort(found.begin(), found.end());
        for (const auto& [distance, key] : found)
            if (std::find(result.begin(), result.end(), key) == result.end()) result.push_back(key);
    };
    if (cellsAt(size, level) > kTileEdge) {
        const QRect coarse(QPoint(cells.left() >> kCoarser, cells.top() >> kCoarser),
                           QPoint(cells.right() >> kCoarser, cells.bottom() >> kCoarser));
        collect(level + kCoarser, coarse, true);
    }
    collect(level, cells, false);
    return result;
}

QImage MatrixCache::picture(
    int level, const QRect& cells, double limit, const QList<QRgb>& table, QRgb none) {
    QImage image(cells.size(), QImage::Format_RGB32);
    image.fill(none);
    if (cells.isEmpty()) return image;
    const Span rows = tilesOf(cells.top(), cells.height());
    const Span columns = tilesOf(cells.left(), cells.width());
    const auto colour = [&](float value) {
        return std::isnan(value) ? none : table[colourIndex(value, -limit, limit)];
    };
    for (std::int64_t tr = rows.first; tr <= rows.last; ++tr)
        for (std::int64_t tc = columns.first; tc <= columns.last; ++tc) {
            const QRect area = QRect(static_cast<int>(tc * kTileEdge),
                                     static_cast<int>(tr * kTileEdge),
                                     kTileEdge,
                                     kTileEdge)
                                   .intersected(cells);
            const auto found = m_tiles.find(TileKey{level, tr, tc}.upper());
            if (found != m_tiles.end()) found->second.used = ++m_clock;
            const MatrixTile* tile = found == m_tiles.end() ? nullptr : found->second.tile.get();
            for (int y = area.top(); y <= area.bottom(); ++y) {
                auto* line = reinterpret_cast<QRgb*>(image.scanLine(y - cells.top()));
                for (int x = area.left(); x <= area.right(); ++x) {
                    QRgb& pixel = line[x - cells.left()];
                    if (tile == nullptr) {
                        const auto standIn = value(level, y, x);
                        if (standIn) pixel = colour(standIn->value);
                        continue;
                    }
                    const std::int64_t r = y - tr * kTileEdge, c = x - tc * kTileEdge;
                    pixel = colour(tr <= tc ? tile->at(r, c) : tile->at(c, r));
                }
            }
        }
    return image;
}

double MatrixCache::usualSize() const {
    int coarsest = -1;
    for (const auto& [key, entry] : m_tiles) coarsest = std::max(coarsest, key.level);
    std::vector<float> sizes;
    for (const auto& [key, entry] : m_tiles) {
        if (key.level != coarsest) continue;
        for (const float value : entry.tile->values)
            if (!std::isnan(value)) sizes.push_back(std::abs(value));
    }
    if (sizes.empty()) return 0;
    const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(0.98 * (sizes.size() - 1));
    std::nth_element(sizes.begin(), at, sizes.end());
    return *at;
}

}  // namespace winnow::ui
