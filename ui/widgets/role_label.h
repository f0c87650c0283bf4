// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;
class QString;
class QWidget;

namespace winnow::ui {

/// One line in a role of the style sheet ("caption", "panelTitle", ...: style_sheet.h); an empty
/// role is body text.
[[nodiscard]] QLabel* makeLabel(const QString& text, const char* role, QWidget* parent);
/// The same for sentences, which wrap.
[[nodiscard]] QLabel* makeParagraph(const QString& text, const char* role, QWidget* parent);

}  // namespace winnow::ui
