// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_value_list.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kRow = 22;
constexpr int kRankWidth = 80;
constexpr double kBarShare = 0.5;  // of the width

}  // namespace

KeyValueList::KeyValueList(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setProperty("ownFocus", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void KeyValueList::setRows(QList<KeyValue> rows) {
    m_rows = std::move(rows);
    m_current = std::clamp<int>(m_current, 0, std::max<int>(0, m_rows.size() - 1));
    updateGeometry();
    announceValue();
}

void KeyValueList::setRankTitle(const QString& title) {
    m_rankTitle = title;
    updateGeometry();
    update();
}

QString KeyValueList::valueInWords() const {
    QStringList lines;
    for (const KeyValue& row : m_rows) lines << row.key + u' ' + row.value;
    return lines.join(QStringLiteral("; "));
}

int KeyValueList::rowHeight() const {
    return std::max(scaled(kRow), fontMetrics().height() + scaled(4));
}

int KeyValueList::headerHeight() const {
    return m_rankTitle.isEmpty() ? 0
                                 : QFontMetrics(textFont(TextStyle::Caption)).height() + scaled(2);
}

QSize KeyValueList::sizeHint() const {
    return {scaled(240), headerHeight() + rowHeight() * static_cast<int>(m_rows.size())};
}

QSize KeyValueList::minimumSizeHint() const { return {scaled(160), sizeHint().height()}; }

QRect KeyValueList::rowRect(int row) const {
    return {0, headerHeight() + row * rowHeight(), width(), rowHeight()};
}

int KeyValueList::rowAt(QPoint position) const {
    if (position.y() < headerHeight()) return -1;
    const int row = (position.y() - headerHeight()) / rowHeight();
    return row < m_rows.size() ? row : -1;
}

void KeyValueList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_rankTitle.isEmpty()) {
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(theme().text3);
        painter.drawText(
            QRect(0, 0, width(), headerHeight()), Qt::AlignRight | Qt::AlignTop, m_rankTitle);
        painter.setFont(font());
    }
    for (int row = 0; row < m_rows.size(); ++row) paintRow(painter, row);
}

void KeyValueList::paintRow(QPainter& painter, int row) const {
    const Theme& t = theme();
    const KeyValue& entry = m_rows[row];
    const QRect rect = rowRect(row);
    if (hasFocus() && row == m_current) {
        painter.setPen(QPen(t.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), scaled(3), scaled(3));
    }
    int right = rect.width();
    const double middle = rect.center().y() + 0.5;
    if (entry.rank) {
        const double start = right - scaled(kRankWidth);
        painter.setPen(QPen(t.edge, 2));
        painter.drawLine(QPointF(start, middle), QPointF(right, middle));
        painter.setPen(QPen(t.accent, scaled(3), Qt::SolidLine, Qt::FlatCap));
        const double x = start + 2 + std::clamp(*entry.rank, 0.0, 1.0) * (scaled(kRankWidth) - 4);
        painter.drawLine(QPointF(x, middle - scaled(6)), QPointF(x, middle + scaled(6)));
        right -= scaled(kRankWidth + 10);
    }
    if (entry.link) {
        const int side = scaled(12);
        paintIcon(painter,
                  Icon::ChevronRight,
                  QRectF(right - side + 2, middle - side / 2.0, side, side),
                  t.accentText);
        right -= side;
    }
    const int valueWidth = painter.fontMetrics().horizontalAdvance(entry.value);
    painter.setPen(entry.link ? t.accentText : t.text);
    painter.drawText(QRect(right - valueWidth, rect.y(), valueWidth + 1, rect.height()),
                     Qt::AlignVCenter,
                     entry.value);
    right -= valueWidth + scaled(size::kSpace);
    if (entry.bar) {
        const double length = rect.width() * kBarShare;
        const double thickness = scaled(6);
        const double end = rect.width() - barValueWidth() - scaled(10);
        const QRectF track(end - length, middle - thickness / 2, length, thickness);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.line);
        painter.drawRoundedRect(track, thickness / 2, thickness / 2);
        painter.setBrush(entry.barColour.in(t));
        const double share = std::clamp(*entry.bar, 0.0, 1.0);
        if (share > 0)
            painter.drawRoundedRect(
                QRectF(track.topLeft(), QSizeF(std::max(thickness, length * share), thickness)),
                thickness / 2,
                thickness / 2);
        right = static_cast<int>(track.left()) - scaled(size::kSpace);
    }
    painter.setPen(t.text2);
    painter.drawText(QRect(0, rect.y(), right, rect.height()),
                     Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(entry.key, Qt::ElideRight, right));
}

// Bars end in one line, left of the widest value.
int KeyValueList::barValueWidth() const {
    int widest = 0;
    for (const KeyValue& row : m_rows)
        if (row.bar) widest = std::max(widest, fontMetrics().horizontalAdvance(row.value));
    return widest;
}

bool KeyValueList::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        QToolTip::showText(help->globalPos(), row < 0 ? QString() : m_rows[row].toolTip, this);
        return true;
    }
    return ValueWidget::event(event);
}

void KeyValueList::keyPressEvent(QKeyEvent* event) {
    if (m_rows.isEmpty()) return QWidget::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy))
        return QApplication::clipboard()->setText(m_rows[m_current].value);
    switch (event->key()) {
        case Qt::Key_Up:
            m_current = std::max(0, m_current - 1);
            break;
        case Qt::Key_Down:
            m_current = std::min<int>(m_rows.size() - 1, m_current + 1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (m_rows[m_current].link) Q_EMIT activated(m_current);
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    update();
}

void KeyValueList::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    if (row < 0 || event->button() != Qt::LeftButton) return;
    m_current = row;
    update();
    if (m_rows[row].link) Q_EMIT activated(row);
}

void KeyValueList::mouseMoveEvent(QMouseEvent* event) {
    const int row = rowAt(event->pos());
    row >= 0 && m_rows[row].link ? setCursor(Qt::PointingHandCursor) : unsetCursor();
}

void KeyValueList::focusInEvent(QFocusEvent*) { update(); }
void KeyValueList::focusOutEvent(QFocusEvent*) { update(); }

}  // namespace winnow::ui
