// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QImage>
#include <QList>

namespace winnow::ui {

/// Sequential: more is further from the background. Diverging: zero is the background, brown
/// negative, blue positive.
enum class ColourMap { Sequential, Diverging };

inline constexpr int kColourMapSize = 256;

/// 256 opaque colours, interpolated between the theme's stops in OKLab. The one table that
/// QImage::setColorTable, vtkLookupTable and the colour bar take. The reference stays valid.
[[nodiscard]] const QList<QRgb>& colourTable(ColourMap map, const Theme& theme = ui::theme());

/// The table as a picture of one row, the least value left: what is stretched into a colour bar.
[[nodiscard]] QImage colourRow(ColourMap map, const Theme& theme = ui::theme());

/// Table entry of value in [low, high], clipped; 0 for NaN. A diverging range must be symmetric
/// about zero.
[[nodiscard]] int colourIndex(double value, double low, double high);

[[nodiscard]] QColor mapColour(
    ColourMap map, double value, double low, double high, const Theme& theme = ui::theme());

}  // namespace winnow::ui
