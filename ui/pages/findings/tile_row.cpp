// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/tile_row.h"

#include "ui/theme/sizes.h"

#include <QPainter>

namespace winnow::ui {

TileRow::TileRow(int picture, int places, QWidget* parent)
    : ValueWidget(parent), m_picture(picture), m_places(places) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TileRow::setTiles(const QList<Tile>& tiles) {
    m_tiles = tiles;
    update();
    announceValue();
}

QString TileRow::valueInWords() const {
    QStringList words;
    for (const Tile& tile : m_tiles) words << tile.idText + u' ' + tile.className;
    return words.join(QStringLiteral(", "));
}

QSize TileRow::sizeHint() const {
    return {
        m_places * scaled(m_picture) + (m_places - 1) * scaled(size::kPanelPadding) + 2 * kTileRing,
        scaled(m_picture + kTileCaption) + 2 * kTileRing};
}

void TileRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int side = scaled(m_picture), step = side + scaled(size::kPanelPadding);
    for (int i = 0; i < static_cast<int>(m_tiles.size()); ++i)
        paintTile(
            painter, {kTileRing + i * step, kTileRing, side, side}, m_tiles[i], true, theme());
}

}  // namespace winnow::ui
