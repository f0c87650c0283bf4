// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/tile.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

/// A few pictures side by side with their classes under them.
class TileRow : public ValueWidget {
    Q_OBJECT

public:
    /// `picture`: side of a picture in px at 13 px text; `places`: how many it has room for.
    TileRow(int picture, int places, QWidget* parent = nullptr);

    void setTiles(const QList<Tile>& tiles);
    [[nodiscard]] const QList<Tile>& tiles() const { return m_tiles; }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_picture;
    int m_places;
    QList<Tile> m_tiles;
};

}  // namespace winnow::ui
