// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QUrl>

namespace winnow::ui {

/// A page of the help: a Markdown file of resources/help.
struct HelpPage {
    QString file;   ///< "pruning.md"
    QString title;  ///< its first heading
    QString text;   ///< Markdown
};

/// Where everything begins.
inline constexpr auto kHelpIndex = "index.md";

/// In the order of the contents.
[[nodiscard]] const QList<HelpPage>& helpPages();
/// Nullptr when there is no such page.
[[nodiscard]] const HelpPage* helpPage(const QString& file);
/// Where the page is compiled in.
[[nodiscard]] QUrl helpUrl(const QString& file);

/// Whether the page has every word of the query somewhere, in any case. An empty query is in every
/// page.
[[nodiscard]] bool saysAll(const HelpPage& page, const QString& query);

}  // namespace winnow::ui
