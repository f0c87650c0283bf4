// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/heat_table.h"

#include "ui/theme/colour_maps.h"
#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/cell_cursor.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kMostCellWidth = 132;
constexpr int kMostCellHeight = 60;
constexpr int kUsualCellWidth = 68;
constexpr int kUsualCellHeight = 44;
constexpr int kLeastCellWidth = 34;
constexpr int kGap = 2;
constexpr int kBarWidth = 196;
constexpr int kBarHeight = 8;

int captionHeight() { return QFontMetrics(textFont(TextStyle::Caption)).height(); }

int widestOf(const QStringList& texts) {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    int widest = 0;
    for (const QString& text : texts) widest = std::max(widest, metrics.horizontalAdvance(text));
    return widest;
}

int barRoom(const HeatTableData& data) {
    return data.lowText.isEmpty() ? 0 : captionHeight() + scaled(kBarHeight + 3 + size::kSpace);
}

void paintTexts(QPainter& painter, const QRectF& rect, const HeatCell& cell) {
    const QFont strong = textFont(TextStyle::BodyStrong);
    const QFont caption = textFont(TextStyle::Caption);
    const double first = QFontMetricsF(strong).height();
    const double second = QFontMetricsF(caption).height();
    const bool both = !cell.second.isEmpty() && rect.height() >= first + second &&
                      QFontMetricsF(caption).horizontalAdvance(cell.second) + 4 <= rect.width();
    painter.setFont(strong);
    if (!both) return painter.drawText(rect, Qt::AlignCenter, cell.text);
    const double top = rect.center().y() - (first + second) / 2;
    painter.drawText(QRectF(rect.left(), top, rect.width(), first), Qt::AlignCenter, cell.text);
    painter.setFont(caption);
    painter.drawText(
        QRectF(rect.left(), top + first, rect.width(), second), Qt::AlignCenter, cell.second);
}

void paintCell(QPainter& painter,
               const QRectF& rect,
               const HeatCell& cell,
               const HeatTableData& data,
               const Theme& theme) {
    const double radius = scaled(size::kTileRadius);
    if (std::isfinite(cell.value)) {
        const QColor fill =
            mapColour(ColourMap::Sequential, cell.value, data.low, data.high, theme);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect, radius, radius);
        painter.setPen(textColourOn(fill));
    } else {
        painter.setPen(QPen(theme.edge, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        painter.setPen(theme.text3);
    }
    paintTexts(painter, rect, cell);
}

}  // namespace

HeatTable::HeatTable(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
}

void HeatTable::setData(HeatTableData data) {
    m_data = std::move(data);
    if (m_chosen && !isShown(*m_chosen)) m_chosen.reset();
    updateGeometry();
    announceValue();
}

bool HeatTable::isShown(QPoint cell) const {
    return cell.x() >= 0 && cell.y() >= 0 && cell.x() < m_data.columns.size() &&
           cell.y() < m_data.rows.size() && this->cell(cell.y(), cell.x()).shown;
}

const HeatCell& HeatTable::cell(int row, int column) const {
    return m_data.cells[row * m_data.columns.size() + column];
}

void HeatTable::setChosen(int row, int column) {
    const QPoint cell(column, row);
    if (!isShown(cell)) return;
    m_chosen = cell;
    announceValue();
}

void HeatTable::choose(QPoint cell) {
    setChosen(cell.y(), cell.x());
    Q_EMIT cellChosen(cell.y(), cell.x());
}

// Row labels left, column labels above, the colour bar below.
QRectF HeatTable::gridIn(QSize size) const {
    const double left = widestOf(m_data.rows) + scaled(size::kSpace);
    const double top = captionHeight() + scaled(size::kSpaceInGroup);
    const auto columns = static_cast<double>(std::max<qsizetype>(1, m_data.columns.size()));
    const auto rows = static_cast<double>(std::max<qsizetype>(1, m_data.rows.size()));
    return {left,
            top,
            std::min(std::max(0.0, size.width() - left), columns * scaled(kMostCellWidth)),
            std::min(std::max(0.0, size.height() - top - barRoom(m_data)),
                     rows * scaled(kMostCellHeight))};
}

QRectF HeatTable::cellIn(const QRectF& grid, int row, int column) const {
    const double width = grid.width() / static_cast<double>(m_data.columns.size());
    const double height = grid.height() / static_cast<double>(m_data.rows.size());
    return {grid.left() + column * width,
            grid.top() + row * height,
            std::max(1.0, width - kGap),
            std::max(1.0, height - kGap)};
}

QRectF HeatTable::cellRect(int row, int column) const {
    return cellIn(gridIn(size()), row, column);
}

std::optional<QPoint> HeatTable::cellAt(QPointF at) const {
    for (int row = 0; row < m_data.rows.size(); ++row)
        for (int column = 0; column < m_data.columns.size(); ++column)
            if (const QPoint cell(column, row); isShown(cell) && cellRect(row, column).contains(at))
                return cell;
    return std::nullopt;
}

QString HeatTable::valueInWords() const {
    if (m_chosen)
        return cell(m_chosen->y(), m_chosen->x()).toolTip.split(u'\n').join(QStringLiteral(", "));
    return tr("table of %1 rows and %2 columns").arg(m_data.rows.size()).arg(m_data.columns.size());
}

void HeatTable::paintLabels(QPainter& painter, QSize size, const Theme& theme) const {
    const QRectF grid = gridIn(size);
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    for (int column = 0; column < m_data.columns.size(); ++column) {
        const QRectF cell = cellIn(grid, 0, column);
        painter.drawText(QRectF(cell.left(), 0, cell.width(), captionHeight()),
                         Qt::AlignCenter,
                         m_data.columns[column]);
    }
    for (int row = 0; row < m_data.rows.size(); ++row) {
        const QRectF cell = cellIn(grid, row, 0);
        painter.drawText(QRectF(0, cell.top(), grid.left() - scaled(size::kSpace), cell.height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         m_data.rows[row]);
    }
}

void HeatTable::paintBar(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_data.lowText.isEmpty()) return;
    const QRectF grid = gridIn(size);
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    const double labelled = metrics.horizontalAdvance(m_data.lowText) +
                            metrics.horizontalAdvance(m_data.highText) + scaled(2 * size::kSpace);
    const double width = std::max(labelled, std::min<double>(grid.width(), scaled(kBarWidth)));
    // A narrow table leaves room to the left, under its row labels.
    const double left = std::max(0.0, std::min(grid.left(), size.width() - width));
    const QRectF bar(left, grid.bottom() + scaled(size::kSpace), width, scaled(kBarHeight));
    painter.drawImage(bar, colourRow(ColourMap::Sequential, theme));
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    const QRectF labels(bar.left(), bar.bottom() + scaled(3), bar.width(), captionHeight());
    painter.drawText(labels, Qt::AlignLeft, m_data.lowText);
    painter.drawText(labels, Qt::AlignRight, m_data.highText);
}

void HeatTable::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_data.cells.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintLabels(painter, size, theme);
    const QRectF grid = gridIn(size);
    for (int row = 0; row < m_data.rows.size(); ++row)
        for (int column = 0; column < m_data.columns.size(); ++column)
            if (isShown({column, row}))
                paintCell(painter, cellIn(grid, row, column), cell(row, column), m_data, theme);
    paintBar(painter, size, theme);
}

void HeatTable::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = theme();
    paintFigure(painter, size(), t);
    if (!m_chosen) return;
    const QRectF rect = cellRect(m_chosen->y(), m_chosen->x());
    const double radius = scaled(size::kTileRadius);
    painter.setBrush(Qt::NoBrush);
    // Two lines: one of them stands out on any colour.
    painter.setPen(QPen(hasFocus() ? t.accent : t.text, 2));
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), radius + 1, radius + 1);
    painter.setPen(QPen(t.surface, 1));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

bool HeatTable::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto at = cellAt(help->pos());
    QToolTip::showText(help->globalPos(), at ? cell(at->y(), at->x()).toolTip : QString(), this);
    return true;
}

void HeatTable::mousePressEvent(QMouseEvent* event) {
    const auto at = cellAt(event->position());
    if (event->button() != Qt::LeftButton || !at) return ValueWidget::mousePressEvent(event);
    choose(*at);
}

void HeatTable::keyPressEvent(QKeyEvent* event) {
    const QPoint step = arrowStep(*event);
    if (step.isNull()) return ValueWidget::keyPressEvent(event);
    // From outside of the table's upper left corner when nothing is chosen.
    QPoint next = m_chosen ? *m_chosen + step : QPoint(0, 0);
    const auto inside = [this](QPoint p) {
        return p.x() >= 0 && p.y() >= 0 && p.x() < m_data.columns.size() &&
               p.y() < m_data.rows.size();
    };
    while (inside(next) && !isShown(next)) next += step;
    if (!inside(next)) return;
    choose(next);
    QToolTip::showText(mapToGlobal(cellRect(next.y(), next.x()).bottomRight().toPoint()),
                       cell(next.y(), next.x()).toolTip,
                       this);
}

// Column labels and numbers fit into the least cell, and where there is a second number its line.
QSize HeatTable::leastCell() const {
    const QFontMetrics strong(textFont(TextStyle::BodyStrong));
    int width = std::max(scaled(kLeastCellWidth), widestOf(m_data.columns));
    bool compares = false;
    for (const HeatCell& cell : m_data.cells) {
        width = std::max(width, strong.horizontalAdvance(cell.text));
        compares = compares || !cell.second.isEmpty();
    }
    const int lines = strong.height() + (compares ? captionHeight() : 0);
    return {width + scaled(6), lines + scaled(4)};
}

QSize HeatTable::sizeFor(QSize cell) const {
    const auto columns = static_cast<int>(std::max<qsizetype>(2, m_data.columns.size()));
    const auto rows = static_cast<int>(std::max<qsizetype>(2, m_data.rows.size()));
    return {widestOf(m_data.rows) + scaled(size::kSpace) + columns * cell.width(),
            captionHeight() + scaled(size::kSpaceInGroup) + rows * cell.height() + barRoom(m_data)};
}

QSize HeatTable::sizeHint() const {
    return sizeFor(leastCell().expandedTo({scaled(kUsualCellWidth), scaled(kUsualCellHeight)}));
}

QSize HeatTable::minimumSizeHint() const { return sizeFor(leastCell()); }

}  // namespace winnow::ui
