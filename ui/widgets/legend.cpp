// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/legend.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kEntryGap = 16;

int sampleWidth(const LegendEntry& entry) {
    using Sample = LegendEntry::Sample;
    return scaled(entry.sample == Sample::Line || entry.sample == Sample::DashedLine ? 18 : 9);
}

int entryWidth(const LegendEntry& entry, const QFontMetrics& metrics) {
    return sampleWidth(entry) + scaled(6) + metrics.horizontalAdvance(entry.name);
}

void paintSample(QPainter& painter,
                 const QRectF& rect,
                 const LegendEntry& entry,
                 const Theme& theme) {
    const QColor colour = entry.colour.in(theme);
    switch (entry.sample) {
        case LegendEntry::Sample::Line:
        case LegendEntry::Sample::DashedLine: {
            QPen pen(colour, 2, Qt::SolidLine, Qt::FlatCap);
            if (entry.sample == LegendEntry::Sample::DashedLine) pen.setDashPattern({3.5, 2});
            painter.setPen(pen);
            painter.drawLine(QPointF(rect.left(), rect.center().y()),
                             QPointF(rect.right(), rect.center().y()));
            break;
        }
        case LegendEntry::Sample::Square: {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            const double side = rect.width();
            painter.drawRoundedRect(
                QRectF(rect.x(), rect.center().y() - side / 2, side, side), 2, 2);
            break;
        }
        case LegendEntry::Sample::Mark:
            paintMark(painter, entry.shape, rect.center(), rect.width(), colour);
    }
}

int lineHeight() { return QFontMetrics(textFont(TextStyle::Caption)).height() + scaled(4); }

}  // namespace

int legendWidth(const QList<LegendEntry>& entries) {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    int width = 0;
    for (const LegendEntry& entry : entries)
        width += entryWidth(entry, metrics) + (width > 0 ? scaled(kEntryGap) : 0);
    return width;
}

void paintLegend(QPainter& painter,
                 const QRect& rect,
                 const QList<LegendEntry>& entries,
                 const Theme& theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextStyle::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const int lines = std::max(1, rect.height() / lineHeight());
    const int height = rect.height() / lines;
    int x = rect.x(), line = 0;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const LegendEntry& entry = entries[i];
        const int width = entryWidth(entry, metrics);
        const QString rest = QStringLiteral("+%1").arg(entries.size() - i);
        if (line + 1 < lines && x + width > rect.x() + rect.width()) {
            ++line;
            x = rect.x();
        }
        const QRect row(x, rect.y() + line * height, rect.right() + 1 - x, height);
        const bool allFit = legendWidth(entries.mid(i)) <= row.width();
        if (line + 1 == lines && !allFit &&
            width + scaled(kEntryGap) + metrics.horizontalAdvance(rest) > row.width()) {
            painter.setPen(theme.text2);
            painter.drawText(row, Qt::AlignVCenter, rest);
            break;
        }
        const int sample = sampleWidth(entry);
        paintSample(painter, QRectF(x, row.y(), sample, height), entry, theme);
        painter.setPen(theme.text2);
        painter.drawText(row.adjusted(sample + scaled(6), 0, 0, 0), Qt::AlignVCenter, entry.name);
        x += width + scaled(kEntryGap);
    }
    painter.restore();
}

Legend::Legend(QList<LegendEntry> entries, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setEntries(std::move(entries));
}

void Legend::setEntries(QList<LegendEntry> entries) {
    m_entries = std::move(entries);
    QStringList names;
    for (const LegendEntry& entry : m_entries) names << entry.name;
    setToolTip(names.join(QStringLiteral(", ")));
    setAccessibleName(tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize Legend::sizeHint() const { return {legendWidth(m_entries) + 1, lineHeight()}; }

QSize Legend::minimumSizeHint() const {
    return {0, sizePolicy().hasHeightForWidth() ? heightForWidth(width()) : lineHeight()};
}

// Splitters and scroll areas ask for minimum sizes, not for heights at a width: with the lines it
// needs now a legend does not push what stands below it out of its panel.
void Legend::resizeEvent(QResizeEvent* event) {
    if (sizePolicy().hasHeightForWidth() &&
        heightForWidth(event->size().width()) != heightForWidth(event->oldSize().width()))
        updateGeometry();
}

void Legend::setWrapping(bool wrapping) {
    // A fixed height would be that of one line.
    QSizePolicy policy(QSizePolicy::Preferred,
                       wrapping ? QSizePolicy::Minimum : QSizePolicy::Fixed);
    policy.setHeightForWidth(wrapping);
    setSizePolicy(policy);
}

int Legend::heightForWidth(int width) const {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    int lines = 1, x = 0;
    for (const LegendEntry& entry : m_entries) {
        const int needed = entryWidth(entry, metrics);
        if (x > 0 && x + needed > width) {
            ++lines;
            x = 0;
        }
        x += needed + scaled(kEntryGap);
    }
    return lines * lineHeight();
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintLegend(painter, rect(), m_entries, theme());
}

void Legend::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

MarkLabel::MarkLabel(const QString& name, int slot, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setClass(name, slot);
}

void MarkLabel::setClass(const QString& name, int slot) {
    m_name = name;
    m_slot = slot;
    setAccessibleName(name);
    setToolTip(name);
    updateGeometry();
    update();
}

QSize MarkLabel::sizeHint() const {
    return {scaled(16) + fontMetrics().horizontalAdvance(m_name) + 1, fontMetrics().height()};
}

QSize MarkLabel::minimumSizeHint() const { return {scaled(40), fontMetrics().height()}; }

void MarkLabel::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    const auto shape = static_cast<MarkShape>(std::max(m_slot, 0));
    paintMark(painter,
              shape,
              QPointF(scaled(5), height() / 2.0),
              scaled(8),
              DataColour::slot(m_slot).in(t));
    const QRect room = rect().adjusted(scaled(16), 0, 0, 0);
    painter.setPen(t.text);
    painter.drawText(
        room, Qt::AlignVCenter, fontMetrics().elidedText(m_name, Qt::ElideRight, room.width()));
}

void MarkLabel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) updateGeometry();
    QWidget::changeEvent(event);
}

}  // namespace winnow::ui
