// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_figure.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QAbstractItemModel>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr int kColumnGap = 24;

}  // namespace

QString TableFigure::header(int column) const {
    return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

QString TableFigure::text(int row, int column) const {
    return m_model->index(row, column).data(Qt::DisplayRole).toString();
}

QList<int> TableFigure::widths() const {
    const QFontMetrics body(textFont(TextStyle::Body));
    const QFontMetrics caption(textFont(TextStyle::Caption));
    QList<int> widths;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int widest = caption.horizontalAdvance(header(column));
        for (int row = 0; row < m_model->rowCount(); ++row)
            widest = std::max(widest, body.horizontalAdvance(text(row, column)));
        widths << widest + 2;
    }
    return widths;
}

QSize TableFigure::figureSize() const {
    const QList<int> columns = widths();
    const int gaps = scaled(kColumnGap) * std::max(0, static_cast<int>(columns.size()) - 1);
    return {std::accumulate(columns.begin(), columns.end(), gaps),
            scaled(size::kTableHeader) + m_model->rowCount() * scaled(size::kTableRow)};
}

void TableFigure::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    const QList<int> columns = widths();
    const int headerHeight = scaled(size::kTableHeader);
    const int rowHeight = scaled(size::kTableRow);
    painter.setPen(QPen(theme.line, 1));
    for (int row = 0; row <= m_model->rowCount(); ++row) {
        const int y = headerHeight + row * rowHeight;
        painter.drawLine(0, y, size.width(), y);
    }
    int x = 0;
    for (int column = 0; column < columns.size(); ++column) {
        const QRect head(x, 0, columns[column], headerHeight);
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(theme.text2);
        const int alignment =
            m_model->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
        painter.drawText(head, alignment | Qt::TextSingleLine, header(column));
        painter.setFont(textFont(TextStyle::Body));
        painter.setPen(theme.text);
        for (int row = 0; row < m_model->rowCount(); ++row)
            painter.drawText(QRect(x, headerHeight + row * rowHeight, columns[column], rowHeight),
                             m_model->index(row, column).data(Qt::TextAlignmentRole).toInt() |
                                 Qt::TextSingleLine,
                             text(row, column));
        x += columns[column] + scaled(kColumnGap);
    }
}

QString TableFigure::figureCsv() const {
    QStringList fields;
    for (int column = 0; column < m_model->columnCount(); ++column)
        fields << csvField(header(column));
    QString csv = fields.join(u',') + u'\n';
    for (int row = 0; row < m_model->rowCount(); ++row) {
        fields.clear();
        for (int column = 0; column < m_model->columnCount(); ++column)
            fields << csvField(text(row, column));
        csv += fields.join(u',') + u'\n';
    }
    return csv;
}

}  // namespace winnow::ui
