// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_dress.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

namespace winnow::ui {
namespace {

constexpr int kLineHeight = 125;  // per cent

void dressHeading(QTextCursor& cursor, int level) {
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    QTextCharFormat letters = cursor.charFormat();
    // Markdown's own sizes would win over the font's.
    letters.clearProperty(QTextFormat::FontSizeAdjustment);
    letters.setFont(textFont(level == 1   ? TextStyle::PageTitle
                             : level == 2 ? TextStyle::PanelTitle
                                          : TextStyle::BodyStrong),
                    QTextCharFormat::FontPropertiesSpecifiedOnly);
    cursor.setCharFormat(letters);
    QTextBlockFormat block;
    block.setTopMargin(scaled(level == 1 ? 0 : 18));
    block.setBottomMargin(scaled(6));
    cursor.mergeBlockFormat(block);
}

void dressCode(QTextCursor& cursor, const QTextBlock& at, const Theme& theme) {
    QTextBlockFormat block;
    block.setBackground(theme.well);
    const auto isCode = [](const QTextBlock& other) {
        return other.isValid() && other.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
    };
    block.setTopMargin(isCode(at.previous()) ? 0 : scaled(4));
    block.setBottomMargin(isCode(at.next()) ? 0 : scaled(10));
    block.setLeftMargin(scaled(size::kSpace));
    block.setNonBreakableLines(false);
    cursor.mergeBlockFormat(block);
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    QTextCharFormat letters;
    letters.setFont(textFont(TextStyle::Log), QTextCharFormat::FontPropertiesSpecifiedOnly);
    cursor.mergeCharFormat(letters);
}

void dressTable(QTextTable& table, const Theme& theme) {
    QTextTableFormat format = table.format();
    format.setBorderCollapse(true);
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(theme.line);
    format.setCellPadding(scaled(5));
    format.setCellSpacing(0);
    format.setTopMargin(scaled(6));
    format.setBottomMargin(scaled(12));
    table.setFormat(format);
    for (int column = 0; column < table.columns(); ++column) {
        QTextTableCell cell = table.cellAt(0, column);
        QTextCharFormat head = cell.format();
        head.setBackground(theme.raised);
        cell.setFormat(head);
    }
}

}  // namespace

void dressHelp(QTextDocument& document, const Theme& theme) {
    for (QTextFrame* frame : document.rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame)) dressTable(*table, theme);
    for (QTextBlock at = document.begin(); at.isValid(); at = at.next()) {
        QTextCursor cursor(at);
        const QTextBlockFormat format = at.blockFormat();
        if (format.headingLevel() > 0) {
            dressHeading(cursor, format.headingLevel());
        } else if (format.hasProperty(QTextFormat::BlockCodeFence)) {
            dressCode(cursor, at, theme);
        } else {
            QTextBlockFormat lines;
            lines.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
            if (cursor.currentTable() == nullptr && at.textList() == nullptr)
                lines.setBottomMargin(scaled(8));
            cursor.mergeBlockFormat(lines);
        }
    }
}

}  // namespace winnow::ui
