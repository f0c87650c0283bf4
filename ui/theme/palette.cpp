// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/palette.h"

namespace winnow::ui {

QPalette themePalette(const Theme& t) {
    QPalette p;
    p.setColor(QPalette::Window, t.bg);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.surface);
    p.setColor(QPalette::AlternateBase, t.raised);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.text3);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.surface);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.danger);
    p.setColor(QPalette::Light, t.raised);
    p.setColor(QPalette::Midlight, t.line);
    p.setColor(QPalette::Dark, t.control);
    p.setColor(QPalette::Mid, t.edge);
    p.setColor(QPalette::Shadow, t.control);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.onAccent);
    p.setColor(QPalette::Link, t.accentText);
    p.setColor(QPalette::LinkVisited, t.accentText);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.control);
    p.setColor(QPalette::Disabled, QPalette::PlaceholderText, t.control);
    p.setColor(QPalette::Disabled, QPalette::Highlight, t.edge);
    p.setColor(QPalette::Disabled, QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Disabled, QPalette::Link, t.control);
    p.setColor(QPalette::Disabled, QPalette::LinkVisited, t.control);
    return p;
}

}  // namespace winnow::ui
