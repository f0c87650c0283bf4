// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QImage>
#include <QRect>
#include <QString>

class QPainter;

namespace winnow::ui {

/// What a gallery tile shows of one sample.
struct Tile {
    enum class State { Ready, Loading, Missing };

    State state = State::Ready;
    QImage image = {};
    QString idText = {};     // "#18 211", in the caption while loading
    QString className = {};  // caption left, after the mark
    int slot = -1;           // of the class mark
    QString value = {};  // caption right; moves to the badge when the name does not fit beside it
    QString badge = {};  // tag, bottom left in the picture
    bool selected = false;
    bool current = false;
    bool excluded = false;
    bool dimmed = false;  // filtered out
};

inline constexpr int kTileCaption = 20;  // px at 13 px text, under the picture
inline constexpr int kTileRing = 4;      // px around the picture that rings take

/// picture: the square of the picture; the caption is painted under it when captioned.
void paintTile(QPainter& painter,
               const QRect& picture,
               const Tile& tile,
               bool captioned,
               const Theme& theme = ui::theme());

/// Where an image lies in the square: small sources at whole multiples, others as large as fits,
/// aspect kept.
[[nodiscard]] QRect imageRect(const QSize& image, const QRect& picture);

}  // namespace winnow::ui
