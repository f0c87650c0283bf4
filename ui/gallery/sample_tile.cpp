// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/sample_tile.h"

#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {

Tile pictureTile(const Session& session,
                 const QImage& picture,
                 std::int64_t number,
                 std::int64_t label) {
    Tile tile;
    tile.image = picture;
    tile.state = picture.isNull() ? Tile::State::Missing : Tile::State::Ready;
    tile.idText = u'#' + countText(number);
    tile.className = session.className(label);
    tile.slot = session.classSlots().slotOf(static_cast<int>(label)).value_or(-1);
    return tile;
}

Tile sampleTile(const Session& session, const QImage& picture, std::int64_t id) {
    Tile tile = pictureTile(session, picture, id, session.label(id));
    tile.excluded = session.annotations()->isExcluded(id);
    return tile;
}

Tile markedTile(const Session& session, const QImage& picture, std::int64_t id) {
    Tile tile = sampleTile(session, picture, id);
    tile.selected = session.selection()->contains(id);
    tile.current = session.selection()->current() == id;
    tile.dimmed = session.filter()->isActive() && !session.filter()->matches().contains(id);
    return tile;
}

}  // namespace winnow::ui
