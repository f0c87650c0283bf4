// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/tile.h"

#include <cstdint>

namespace winnow::ui {

class Session;

/// A picture with the number, the class and its mark; a null picture is missing.
[[nodiscard]] Tile pictureTile(const Session& session,
                               const QImage& picture,
                               std::int64_t number,
                               std::int64_t label);

/// The same of a training sample, which may be excluded.
[[nodiscard]] Tile sampleTile(const Session& session, const QImage& picture, std::int64_t id);

/// The same with what selection and filter make of it.
[[nodiscard]] Tile markedTile(const Session& session, const QImage& picture, std::int64_t id);

}  // namespace winnow::ui
