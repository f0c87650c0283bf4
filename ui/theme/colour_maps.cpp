// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colour_maps.h"

#include "ui/theme/oklab.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace winnow::ui {
namespace {

QList<QRgb> interpolate(std::span<const QColor> stops) {
    QList<QRgb> table(kColourMapSize);
    const auto segments = static_cast<double>(stops.size() - 1);
    for (int i = 0; i < kColourMapSize; ++i) {
        const double at = i * segments / (kColourMapSize - 1);
        const auto left = std::min(static_cast<std::size_t>(at), stops.size() - 2);
        const double share = at - static_cast<double>(left);
        const OkLab a = toOkLab(stops[left]);
        const OkLab b = toOkLab(stops[left + 1]);
        table[i] = fromOkLab({std::lerp(a.lightness, b.lightness, share),
                              std::lerp(a.a, b.a, share),
                              std::lerp(a.b, b.b, share)})
                       .rgb();
    }
    return table;
}

std::span<const QColor> stops(ColourMap map, const Theme& theme) {
    if (map == ColourMap::Sequential) return theme.sequential;
    return theme.diverging;
}

}  // namespace

const QList<QRgb>& colourTable(ColourMap map, const Theme& theme) {
    static const QList<QRgb> tables[2][2] = {
        {interpolate(stops(ColourMap::Sequential, lightTheme())),
         interpolate(stops(ColourMap::Sequential, darkTheme()))},
        {interpolate(stops(ColourMap::Diverging, lightTheme())),
         interpolate(stops(ColourMap::Diverging, darkTheme()))}};
    return tables[map == ColourMap::Diverging][theme.dark];
}

QImage colourRow(ColourMap map, const Theme& theme) {
    QImage row(kColourMapSize, 1, QImage::Format_RGB32);
    std::ranges::copy(colourTable(map, theme), reinterpret_cast<QRgb*>(row.scanLine(0)));
    return row;
}

int colourIndex(double value, double low, double high) {
    if (!(high > low)) return value > high ? kColourMapSize - 1 : 0;
    const double share = (value - low) / (high - low);
    if (!(share > 0)) return 0;
    return std::min(static_cast<int>(std::min(share, 1.0) * kColourMapSize), kColourMapSize - 1);
}

QColor mapColour(ColourMap map, double value, double low, double high, const Theme& theme) {
    return QColor::fromRgb(colourTable(map, theme)[colourIndex(value, low, high)]);
}

}  // namespace winnow::ui
