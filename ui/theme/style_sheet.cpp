// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/fonts.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace winnow::ui {
namespace {

constexpr const char* kTemplate = R"(
QFrame[role="panel"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="raised"] { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame[role="bar"] { background: $surface; border: none; }
QFrame[role="well"] { background: $well; border: none; border-radius: 3px; }

QLabel[role="hero"] { font-size: 26px; }
QLabel[role="pageTitle"] { font-size: 20px; font-weight: %title; }
QLabel[role="panelTitle"] { font-size: 14px; font-weight: %title; }
QLabel[role="strong"] { font-weight: %title; }
QLabel[role="secondary"] { color: $text2; }
QLabel[role="caption"] { color: $text3; font-size: 12px; }
QLabel[role="badge"] { font-size: 11px; font-weight: %title; }
QLabel[role="link"] { color: $accentText; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="warn"] { color: $warn; }

QToolTip { background: $raised; color: $text; border: 1px solid $control; padding: 4px; }
QMenuBar { background: $surface; color: $text; }
QMenuBar::item { background: transparent; padding: 5px 8px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $control; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 28px; border-radius: 4px; }
QMenu::item:selected { background: $accentSoft; color: $text; }
QMenu::item:disabled { color: $control; }
QMenu::icon { left: 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QAbstractItemView { background: $surface; color: $text; border: 1px solid $line; outline: 0;
    selection-background-color: $accentSoft; selection-color: $text; }
QTableView, QTreeView, winnow--ui--GalleryView { border: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $control; padding: 4px; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; font-size: 12px; border: none;
    border-bottom: 1px solid $edge; padding: 0px 8px; height: 25px; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $edge; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: $surface; border: 1px solid $control; border-radius: 6px;
    selection-background-color: $accent; selection-color: $onAccent; padding: 4px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0px; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: $text2; padding: 6px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QStatusBar { background: $surface; }
QDialog { background: $surface; }
)";

}  // namespace

QString filledStyleSheet(QString text, const Theme& theme) {
    std::vector<ThemeToken> tokens(themeTokens().begin(), themeTokens().end());
    // Longer names first: $accent would otherwise eat the head of $accentSoft.
    std::sort(tokens.begin(), tokens.end(), [](const ThemeToken& a, const ThemeToken& b) {
        return qstrlen(a.name) > qstrlen(b.name);
    });
    for (const ThemeToken& token : tokens)
        text.replace(u'$' + QLatin1String(token.name), (theme.*token.colour).name());

    static const QRegularExpression length(QStringLiteral("(\\d+)px"));
    QString scaledText;
    qsizetype copied = 0;
    for (auto it = length.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const int px = match.captured(1).toInt();
        scaledText += QStringView(text).mid(copied, match.capturedStart() - copied);
        scaledText += QString::number(px <= 1 ? px : scaled(px)) + QStringLiteral("px");
        copied = match.capturedEnd();
    }
    return scaledText + text.mid(copied);
}

QString styleSheet(const Theme& theme) {
    QString text = QLatin1String(kTemplate);
    text.replace(QLatin1String("%title"),
                 QString::number(titleWeight(textFont(TextStyle::Body).family())));
    return filledStyleSheet(text, theme);
}

}  // namespace winnow::ui
