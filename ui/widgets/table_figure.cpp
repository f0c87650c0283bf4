// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_figure.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QAbstractItemModel>
#include <QPainter>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kColumnGap = 24;
constexpr int kHeaderRow = -1;  // in place of a row

}  // namespace

QString plainNumber(const QString& text) {
    if (text == QStringLiteral("–")) return {};
    QString plain = text;
    plain.remove(QChar(0x202f));
    plain.replace(QChar(0x2212), u'-');
    return plain;
}

QString TableFigure::header(int column) const {
    return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

QString TableFigure::text(int row, int column) const {
    return m_model->index(row, column).data(Qt::DisplayRole).toString();
}

QList<TableFigure::Column> TableFigure::columns() const {
    const QFontMetrics body(textFont(TextStyle::Body));
    const QFontMetrics caption(textFont(TextStyle::Caption));
    QList<Column> shown;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        if (header(column).isEmpty()) continue;
        int widest = caption.horizontalAdvance(header(column));
        for (int row = 0; row < m_model->rowCount(); ++row)
            widest = std::max(widest, body.horizontalAdvance(text(row, column)));
        shown << Column{column, widest + 2};
    }
    return shown;
}

QSize TableFigure::figureSize() const {
    int width = 0;
    for (const Column& column : columns())
        width += column.width + (width > 0 ? scaled(kColumnGap) : 0);
    return {std::max(width, scaled(size::kChartMinimumWidth)),
            scaled(size::kTableHeader) + m_model->rowCount() * scaled(size::kTableRow)};
}

void TableFigure::paintColumn(QPainter& painter,
                              const Column& column,
                              int left,
                              const Theme& theme) const {
    const int headerHeight = scaled(size::kTableHeader);
    const int rowHeight = scaled(size::kTableRow);
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(
        QRect(left, 0, column.width, headerHeight),
        m_model->headerData(column.index, Qt::Horizontal, Qt::TextAlignmentRole).toInt() |
            Qt::TextSingleLine,
        header(column.index));
    painter.setFont(textFont(TextStyle::Body));
    painter.setPen(theme.text);
    for (int row = 0; row < m_model->rowCount(); ++row)
        painter.drawText(QRect(left, headerHeight + row * rowHeight, column.width, rowHeight),
                         m_model->index(row, column.index).data(Qt::TextAlignmentRole).toInt() |
                             Qt::TextSingleLine,
                         text(row, column.index));
}

void TableFigure::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    painter.setPen(QPen(theme.line, 1));
    for (int row = 0; row <= m_model->rowCount(); ++row) {
        const int y = scaled(size::kTableHeader) + row * scaled(size::kTableRow);
        painter.drawLine(0, y, size.width(), y);
    }
    int left = 0;
    for (const Column& column : columns()) {
        paintColumn(painter, column, left, theme);
        left += column.width + scaled(kColumnGap);
    }
}

QString TableFigure::csvLine(int row) const {
    QStringList fields;
    for (int column = 0; column < m_model->columnCount(); ++column)
        if (const QString title = header(column); !title.isEmpty())
            fields << csvField(row == kHeaderRow ? title : plainNumber(text(row, column)));
    return fields.join(u',') + u'\n';
}

QString TableFigure::figureCsv() const {
    QString csv;
    for (int row = kHeaderRow; row < m_model->rowCount(); ++row) csv += csvLine(row);
    return csv;
}

}  // namespace winnow::ui
