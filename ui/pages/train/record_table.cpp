// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/record_table.h"

#include "ui/theme/class_marks.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tile.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include <cmath>

namespace winnow::ui {
namespace {

QColor toneColour(const QModelIndex& index, const Theme& theme) {
    switch (index.data(RecordToneRole).toInt()) {
        case QuietTone:
            return theme.text2;
        case DangerTone:
            return theme.danger;
        case AccentTone:
            return theme.accentText;
        case PaperTone:
            return theme.text3;
        default:
            return theme.text;
    }
}

void paintMarkOf(QPainter& painter, const QRectF& cell, int slot, const Theme& theme) {
    const double size = scaled(9);
    const QPointF centre(cell.left() + size / 2, cell.center().y());
    const bool coloured = slot >= 0 && slot < kClassSlots;
    paintMark(painter,
              coloured ? static_cast<MarkShape>(slot) : MarkShape::Disc,
              centre,
              size,
              coloured ? theme.classes[static_cast<std::size_t>(slot)] : theme.edge);
}

void paintLine(QPainter& painter,
               const QRectF& cell,
               const QList<double>& shares,
               const Theme& theme) {
    const QRectF area = cell.adjusted(0, scaled(6), 0, -scaled(6));
    QPolygonF line;
    for (qsizetype i = 0; i < shares.size(); ++i)
        if (std::isfinite(shares[i]))
            line << QPointF(
                area.left() + area.width() * static_cast<double>(i) /
                                  static_cast<double>(std::max<qsizetype>(1, shares.size() - 1)),
                area.bottom() - area.height() * shares[i]);
    painter.setPen(QPen(theme.text2, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

void paintBar(QPainter& painter, const QRectF& track, double share, const Theme& theme) {
    const double radius = track.height() / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.line);
    painter.drawRoundedRect(track, radius, radius);
    if (!(share > 0)) return;
    painter.setBrush(theme.neutralData);
    QRectF part = track;
    part.setWidth(std::max(track.height(), track.width() * std::min(share, 1.0)));
    painter.drawRoundedRect(part, radius, radius);
}

}  // namespace

void RecordDelegate::paint(QPainter* painter,
                           const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const Theme& t = theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(option.rect, selected ? t.accentSoft : t.surface);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      t.line);
    QRectF cell = option.rect.adjusted(scaled(size::kSpace), 0, -scaled(size::kSpace), -1);
    if (const QVariant line = index.data(RecordLineRole); line.isValid())
        paintLine(*painter, cell, line.value<QList<double>>(), t);
    if (const QVariant image = index.data(RecordImageRole); image.isValid()) {
        const QRect square(option.rect.left() + scaled(size::kSpaceInGroup),
                           option.rect.top() + 3,
                           option.rect.height() - 7,
                           option.rect.height() - 7);
        const QImage picture = image.value<QImage>();
        painter->fillRect(square, t.well);
        if (!picture.isNull()) painter->drawImage(imageRect(picture.size(), square), picture);
        cell.setLeft(square.right() + scaled(size::kSpace));
    }
    if (const QVariant mark = index.data(RecordMarkRole); mark.isValid()) {
        paintMarkOf(*painter, cell, mark.toInt(), t);
        cell.setLeft(cell.left() + scaled(17));
    }
    QFont font = option.font;
    if (index.data(RecordToneRole).toInt() == StrongTone) font.setWeight(QFont::Medium);
    painter->setFont(font);
    const QFontMetricsF metrics(font);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (const QVariant bar = index.data(RecordBarRole); bar.isValid()) {
        // Numbers keep a column of their own, as wide as five digits.
        const double number = std::max(metrics.horizontalAdvance(text),
                                       metrics.horizontalAdvance(QStringLiteral("00\u202f000")));
        QRectF track = cell;
        track.setWidth(std::max(0.0, cell.width() - number - scaled(size::kSpace)));
        track.setHeight(scaled(size::kProgressBar));
        track.moveTop(cell.center().y() - track.height() / 2);
        if (track.width() >= scaled(16)) paintBar(*painter, track, bar.toDouble(), t);
    }
    painter->setPen(toneColour(index, t));
    const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
    painter->drawText(cell,
                      static_cast<int>(alignment | Qt::TextSingleLine),
                      metrics.elidedText(text, Qt::ElideRight, cell.width()));
    painter->restore();
}

QSize RecordDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = index.data(Qt::DisplayRole).toString();
    const int mark = index.data(RecordMarkRole).isValid() ? scaled(17) : 0;
    return {option.fontMetrics.horizontalAdvance(text) + mark + 2 * scaled(size::kSpace) + 2,
            scaled(size::kDenseTableRow)};
}

void setUpRecordTable(QTableView& table, int rowHeight) {
    table.setItemDelegate(new RecordDelegate(&table));
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(scaled(rowHeight));
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setMinimumSectionSize(scaled(40));
}

}  // namespace winnow::ui
