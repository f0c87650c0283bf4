// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTextDocument;

namespace winnow::ui {

struct Theme;

/// Gives a document that was read from Markdown the looks of the window: headings in its sizes,
/// tables with lines, code on `well`.
void dressHelp(QTextDocument& document, const Theme& theme);

}  // namespace winnow::ui
