// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/logit_block.h"

#include "ui/theme/colour_maps.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/cell_cursor.h"
#include "ui/widgets/figure_export.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kSide = 124;
constexpr int kFigureSide = 400;

}  // namespace

LogitBlock::LogitBlock(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Block of logits"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void LogitBlock::setBlock(std::vector<double> values,
                          int classes,
                          int firstLabel,
                          int secondLabel,
                          const QStringList& names) {
    m_values = std::move(values);
    m_classes = m_values.empty() ? 0 : classes;
    m_firstLabel = firstLabel;
    m_secondLabel = secondLabel;
    m_names = names;
    m_current.reset();
    m_limit = 0;
    for (const double each : m_values) m_limit = std::max(m_limit, std::abs(each));
    announceValue();
}

double LogitBlock::value(int row, int column) const {
    return m_values[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_classes) +
                    static_cast<std::size_t>(column)];
}

QRectF LogitBlock::cellIn(QSizeF size, int row, int column) const {
    const double step = std::min(size.width(), size.height()) / std::max(1, m_classes);
    return {column * step, row * step, step, step};
}

QRectF LogitBlock::cellRect(int row, int column) const { return cellIn(size(), row, column); }

std::optional<QPoint> LogitBlock::cellAt(QPointF at) const {
    if (m_classes == 0) return std::nullopt;
    const double step = cellRect(0, 0).width();
    const QPoint cell(static_cast<int>(at.x() / step), static_cast<int>(at.y() / step));
    const bool inside = at.x() >= 0 && at.y() >= 0 && cell.x() < m_classes && cell.y() < m_classes;
    return inside ? std::optional(cell) : std::nullopt;
}

QString LogitBlock::cellText(int row, int column) const {
    return tr("Logit %1 of the first, %2 of the second: %3")
        .arg(m_names.value(row), m_names.value(column), shortNumberText(value(row, column)));
}

QString LogitBlock::valueInWords() const {
    if (m_classes == 0) return tr("not computed");
    if (m_current) return cellText(m_current->y(), m_current->x());
    return tr("%1 by %1 values between %2 and %3")
        .arg(m_classes)
        .arg(shortNumberText(*std::ranges::min_element(m_values)),
             shortNumberText(*std::ranges::max_element(m_values)));
}

void LogitBlock::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    for (int r = 0; r < m_classes; ++r)
        for (int c = 0; c < m_classes; ++c) {
            const QRectF cell = cellIn(size, r, c);
            // Many classes leave no room for lines between cells.
            const double gap = cell.width() >= 6 ? 1 : 0;
            painter.fillRect(
                cell.adjusted(0, 0, -gap, -gap),
                mapColour(ColourMap::Diverging, value(r, c), -m_limit, m_limit, theme));
        }
    if (m_classes == 0 || m_firstLabel < 0 || m_secondLabel < 0) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 1.5));
    painter.drawRect(cellIn(size, m_firstLabel, m_secondLabel).adjusted(0.5, 0.5, -1, -1));
}

void LogitBlock::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_classes == 0) {
        painter.fillRect(rect(), theme().well);
        return;
    }
    paintFigure(painter, size(), theme());
    if (!m_current || !hasFocus()) return;
    painter.setPen(QPen(theme().accent, 2));
    painter.drawRect(cellRect(m_current->y(), m_current->x()).adjusted(1, 1, -1, -1));
}

bool LogitBlock::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = cellAt(help->pos());
    QToolTip::showText(help->globalPos(), cell ? cellText(cell->y(), cell->x()) : QString(), this);
    return true;
}

void LogitBlock::keyPressEvent(QKeyEvent* event) {
    const QPoint step = arrowStep(*event);
    if (step.isNull() || m_classes == 0) return ValueWidget::keyPressEvent(event);
    const QPoint next = m_current ? *m_current + step : QPoint(0, 0);
    m_current =
        QPoint(std::clamp(next.x(), 0, m_classes - 1), std::clamp(next.y(), 0, m_classes - 1));
    announceValue();
    const QRectF cell = cellRect(m_current->y(), m_current->x());
    QToolTip::showText(
        mapToGlobal(cell.bottomRight().toPoint()), cellText(m_current->y(), m_current->x()), this);
}

QString LogitBlock::figureCsv() const {
    QString text = QStringLiteral("first \\ second");
    for (int c = 0; c < m_classes; ++c) text += u',' + csvField(m_names.value(c));
    text += u'\n';
    for (int r = 0; r < m_classes; ++r) {
        text += csvField(m_names.value(r));
        for (int c = 0; c < m_classes; ++c) text += u',' + QString::number(value(r, c), 'g', 7);
        text += u'\n';
    }
    return text;
}

QSize LogitBlock::figureSize() const { return {scaled(kFigureSide), scaled(kFigureSide)}; }
QSize LogitBlock::sizeHint() const { return {scaled(kSide), scaled(kSide)}; }
QSize LogitBlock::minimumSizeHint() const { return sizeHint(); }

}  // namespace winnow::ui
