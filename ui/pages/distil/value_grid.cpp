// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/value_grid.h"

#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/cell_cursor.h"
#include "ui/widgets/figure_export.h"

#include <QHelpEvent>
#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kLeastGridSide = 148, kUsualGridSide = 240;  // px at 13 px text
constexpr int kClassBand = 5;                              // px beside the matrix
constexpr int kGridScale = 8;                              // px, height of the colour bar

int scaleHeight() {
    return scaled(kGridScale + 3 + size::kSpaceInGroup) +
           QFontMetrics(textFont(TextStyle::Caption)).height();
}

}  // namespace

ValueGrid::ValueGrid(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
}

void ValueGrid::setData(ValueGridData data) {
    const bool sameSide = data.side == m_data.side;
    m_data = std::move(data);
    if (!sameSide) m_current.reset();
    announceValue();
}

void ValueGrid::setClassSlots(const ClassSlots& classSlots) {
    m_data.classSlots = classSlots;
    update();
}

double ValueGrid::value(int row, int column) const {
    return m_data.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_data.side) +
                         static_cast<std::size_t>(column)];
}

QRectF ValueGrid::gridIn(QSize size) const {
    const double band = m_data.classes.isEmpty() ? 0 : scaled(kClassBand) + 1;
    const double side =
        std::max(1.0, std::min<double>(size.width(), size.height() - scaleHeight()) - band);
    return {band, band, side, side};
}

QRectF ValueGrid::cellRect(int row, int column) const {
    const QRectF grid = gridIn(size());
    const double step = grid.width() / std::max(1, m_data.side);
    return {grid.left() + column * step, grid.top() + row * step, step, step};
}

std::optional<QPoint> ValueGrid::cellAt(QPointF at) const {
    const QRectF grid = gridIn(size());
    if (m_data.side == 0 || !grid.contains(at)) return std::nullopt;
    const double step = grid.width() / m_data.side;
    return QPoint(std::min(m_data.side - 1, static_cast<int>((at.x() - grid.left()) / step)),
                  std::min(m_data.side - 1, static_cast<int>((at.y() - grid.top()) / step)));
}

QString ValueGrid::cellText(int row, int column) const {
    return tr("%1: %2\n%3: %4\n%5")
        .arg(m_data.rowTitle,
             m_data.names.value(row),
             m_data.columnTitle,
             m_data.names.value(column),
             shortNumberText(value(row, column), 4));
}

QString ValueGrid::valueInWords() const {
    if (m_data.side == 0) return tr("not computed");
    if (m_current)
        return cellText(m_current->y(), m_current->x()).replace(u'\n', QStringLiteral(", "));
    return tr("%1 by %1 values").arg(m_data.side);
}

void ValueGrid::paintBands(QPainter& painter, const QRectF& grid, const Theme& theme) const {
    const double step = grid.width() / m_data.side, wide = scaled(kClassBand);
    for (int i = 0; i < m_data.classes.size(); ++i) {
        const QColor colour = m_data.classSlots.bandColour(m_data.classes[i], theme);
        painter.fillRect(QRectF(0, grid.top() + i * step, wide, step), colour);
        painter.fillRect(QRectF(grid.left() + i * step, 0, step, wide), colour);
    }
}

void ValueGrid::paintScale(QPainter& painter, const QRectF& grid, const Theme& theme) const {
    const QRectF bar(
        grid.left(), grid.bottom() + scaled(size::kSpaceInGroup), grid.width(), scaled(kGridScale));
    painter.drawImage(bar, colourRow(m_data.map, theme));
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    const QRectF labels(bar.left(), bar.bottom() + 3, bar.width(), scaleHeight());
    const bool about = m_data.map == ColourMap::Diverging;
    painter.drawText(labels, Qt::AlignLeft, shortNumberText(m_data.low, 2));
    if (about) painter.drawText(labels, Qt::AlignHCenter, QStringLiteral("0"));
    painter.drawText(labels, Qt::AlignRight, shortNumberText(m_data.high, 2));
}

void ValueGrid::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_data.side == 0) return;
    const QRectF grid = gridIn(size);
    QImage picture(m_data.side, m_data.side, QImage::Format_Indexed8);
    picture.setColorTable(colourTable(m_data.map, theme));
    for (int row = 0; row < m_data.side; ++row) {
        uchar* line = picture.scanLine(row);
        for (int column = 0; column < m_data.side; ++column)
            line[column] =
                static_cast<uchar>(colourIndex(value(row, column), m_data.low, m_data.high));
    }
    // Smaller than its cells: their means, not every other one.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, grid.width() < m_data.side);
    painter.drawImage(grid, picture.convertToFormat(QImage::Format_RGB32));
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    paintBands(painter, grid, theme);
    paintScale(painter, grid, theme);
}

void ValueGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
    if (!m_current || m_data.side == 0) return;
    paintCellFrame(painter, cellRect(m_current->y(), m_current->x()), hasFocus(), theme());
}

bool ValueGrid::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = cellAt(help->pos());
    QToolTip::showText(help->globalPos(), cell ? cellText(cell->y(), cell->x()) : QString(), this);
    return true;
}

void ValueGrid::keyPressEvent(QKeyEvent* event) {
    const QPoint step = arrowStep(*event);
    if (step.isNull() || m_data.side == 0) return ValueWidget::keyPressEvent(event);
    const QPoint next = m_current ? *m_current + step : QPoint(0, 0);
    m_current =
        QPoint(std::clamp(next.x(), 0, m_data.side - 1), std::clamp(next.y(), 0, m_data.side - 1));
    announceValue();
    const QRectF cell = cellRect(m_current->y(), m_current->x());
    QToolTip::showText(
        mapToGlobal(cell.bottomRight().toPoint()), cellText(m_current->y(), m_current->x()), this);
}

QString ValueGrid::figureCsv() const {
    QString text = csvField(m_data.rowTitle + QStringLiteral(" \\ ") + m_data.columnTitle);
    for (int i = 0; i < m_data.side; ++i) text += u',' + csvField(m_data.names.value(i));
    text += u'\n';
    for (int row = 0; row < m_data.side; ++row) {
        text += csvField(m_data.names.value(row));
        for (int column = 0; column < m_data.side; ++column)
            text += u',' + QString::number(value(row, column), 'g', 9);
        text += u'\n';
    }
    return text;
}

QSize ValueGrid::figureSize() const {
    return QSize(scaled(2 * kUsualGridSide), scaled(2 * kUsualGridSide) + scaleHeight());
}

QSize ValueGrid::sizeHint() const {
    return {scaled(kUsualGridSide), scaled(kUsualGridSide) + scaleHeight()};
}

QSize ValueGrid::minimumSizeHint() const {
    return {scaled(kLeastGridSide), scaled(kLeastGridSide) + scaleHeight()};
}

}  // namespace winnow::ui
