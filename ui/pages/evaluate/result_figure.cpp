// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/result_figure.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QAbstractItemModel>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kRow = size::kDenseTableRow;

}  // namespace

QString plainNumber(const QString& text) {
    if (text == QStringLiteral("–")) return {};
    QString plain = text;
    plain.remove(QChar(0x202f));
    plain.replace(QChar(0x2212), u'-');
    return plain;
}

QList<int> ResultFigure::columns() const {
    QList<int> shown;
    for (int column = 0; column < m_model->columnCount(); ++column)
        if (!m_model->headerData(column, Qt::Horizontal).toString().isEmpty()) shown << column;
    return shown;
}

int ResultFigure::widthOf(int column, const QFontMetrics& metrics) const {
    int widest = metrics.horizontalAdvance(m_model->headerData(column, Qt::Horizontal).toString());
    for (int row = 0; row < m_model->rowCount(); ++row)
        widest = std::max(widest,
                          metrics.horizontalAdvance(m_model->index(row, column).data().toString()));
    return widest + 2 * scaled(size::kSpace);
}

QSize ResultFigure::figureSize() const {
    const QFontMetrics metrics(textFont(TextStyle::Body));
    int width = 0;
    for (const int column : columns()) width += widthOf(column, metrics);
    return {std::max(width, scaled(size::kChartMinimumWidth)),
            scaled(kRow) * (m_model->rowCount() + 1)};
}

/// row -1: the header.
void ResultFigure::paintRow(QPainter& painter, int row, int top, const Theme& theme) const {
    const QFontMetrics metrics(textFont(TextStyle::Body));
    int left = 0;
    for (const int column : columns()) {
        const int width = widthOf(column, metrics);
        const QRect cell =
            QRect(left, top, width, scaled(kRow)).adjusted(scaled(size::kSpace), 0, -scaled(8), 0);
        left += width;
        const QModelIndex index = row < 0 ? QModelIndex() : m_model->index(row, column);
        const auto ask = [&](int role) {
            return row < 0 ? m_model->headerData(column, Qt::Horizontal, role) : index.data(role);
        };
        painter.setFont(textFont(row < 0 ? TextStyle::Caption : TextStyle::Body));
        painter.setPen(row < 0 ? theme.text2 : theme.text);
        painter.drawText(cell,
                         ask(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
                         ask(Qt::DisplayRole).toString());
    }
    painter.fillRect(QRect(0, top + scaled(kRow) - 1, left, 1), theme.line);
}

void ResultFigure::paintFigure(QPainter& painter, QSize, const Theme& theme) const {
    for (int row = -1; row < m_model->rowCount(); ++row)
        paintRow(painter, row, (row + 1) * scaled(kRow), theme);
}

QString ResultFigure::figureCsv() const {
    QStringList header;
    for (const int column : columns())
        header << csvField(m_model->headerData(column, Qt::Horizontal).toString());
    QString text = header.join(u',') + u'\n';
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStringList cells;
        for (const int column : columns())
            cells << csvField(plainNumber(m_model->index(row, column).data().toString()));
        text += cells.join(u',') + u'\n';
    }
    return text;
}

}  // namespace winnow::ui
