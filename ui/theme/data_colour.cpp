// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/data_colour.h"

#include "ui/theme/colour_maps.h"

namespace winnow::ui {

QColor DataColour::in(const Theme& theme) const {
    switch (m_kind) {
        case Kind::Accent:
            return theme.accent;
        case Kind::Neutral:
            return theme.neutralData;
        case Kind::Text:
            return theme.text2;
        case Kind::Track:
            return theme.line;
        case Kind::Danger:
            return theme.danger;
        case Kind::Slot:
            return m_value < 0 ? theme.edge
                               : theme.classes.at(static_cast<std::size_t>(m_value) % 10);
        case Kind::Sequential:
            return mapColour(ColourMap::Sequential, m_value, 0, 1, theme);
        case Kind::Diverging:
            return mapColour(ColourMap::Diverging, m_value, -1, 1, theme);
    }
    return theme.text;
}

}  // namespace winnow::ui
