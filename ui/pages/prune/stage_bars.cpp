// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/stage_bars.h"

#include "ui/pages/prune/prune_method.h"
#include "ui/theme/class_marks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kBar = 10;
constexpr int kMark = 9;
constexpr int kMostInFigure = 40;

/// Order of the parts in a bar: what stays, then what goes last first.
constexpr std::array kStageParts{
    Stage::Kept, Stage::Validation, Stage::LeftOut, Stage::HeadCut, Stage::Redundant};

DataColour colourOf(Stage stage) {
    switch (stage) {
        case Stage::Kept:
            return DataColour::accent();
        case Stage::Validation:
            return DataColour::sequential(0.4);
        case Stage::HeadCut:
            return DataColour::neutral();
        case Stage::LeftOut:
            return DataColour::slot(-1);
        case Stage::Redundant:
            return DataColour::track();
    }
    return DataColour::track();
}

}  // namespace

StageBars::StageBars(const QString& what, QWidget* parent) : ValueWidget(parent), m_what(what) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StageBars::setRows(std::vector<StageRow> rows) {
    m_rows = std::move(rows);
    if (m_chosen && *m_chosen >= static_cast<int>(m_rows.size())) m_chosen.reset();
    m_current = std::min(m_current, static_cast<int>(m_rows.size()) - 1);
    measure();
    updateGeometry();
    announceValue();
    Q_EMIT legendChanged();
}

void StageBars::measure() {
    const QFontMetrics names(textFont(TextStyle::Caption)), counts(textFont(TextStyle::Body));
    m_seen = {};
    m_largest = 1;
    m_nameWidth = m_countWidth = 0;
    for (const StageRow& row : m_rows) {
        for (std::size_t i = 0; i < kStages; ++i) m_seen[i] = m_seen[i] || row.counts.by[i] > 0;
        m_largest = std::max(m_largest, row.counts.total());
        m_nameWidth = std::max(m_nameWidth, names.horizontalAdvance(row.name));
        m_countWidth =
            std::max(m_countWidth, counts.horizontalAdvance(countText(row.counts.stays())));
    }
    m_nameWidth = std::min(m_nameWidth, scaled(120));
}

void StageBars::setProvenance(const QString& line) { m_provenance = line; }

void StageBars::setChosen(std::optional<int> row) {
    if (row == m_chosen) return;
    m_chosen = row;
    announceValue();
}

int StageBars::rowHeight() const { return scaled(kRowHeight); }
QRect StageBars::rowRect(int row) const { return {0, row * rowHeight(), width(), rowHeight()}; }

int StageBars::rowAt(QPoint position) const {
    const int row = position.y() < 0 ? -1 : position.y() / rowHeight();
    return row < static_cast<int>(m_rows.size()) ? row : -1;
}

QString StageBars::rowText(int row) const {
    const StageRow& r = m_rows[static_cast<std::size_t>(row)];
    QStringList lines{tr("%1: %2 of %3 stay")
                          .arg(r.name, countText(r.counts.stays()), countText(r.counts.total()))};
    for (const Stage stage : kStageParts)
        if (stage != Stage::Kept && r.counts.of(stage) > 0)
            lines << QStringLiteral("%1 %2").arg(countText(r.counts.of(stage)), stageWord(stage));
    lines << tr("random of the same size leaves %1 (mean, one standard deviation)")
                 .arg(plusMinusText(r.random.mean, r.random.deviation, 1));
    return lines.join(u'\n');
}

QString StageBars::valueInWords() const {
    if (m_current >= 0) return rowText(m_current).replace(u'\n', QStringLiteral(", "));
    return tr("%1 rows").arg(countText(static_cast<qint64>(m_rows.size())));
}

QSize StageBars::sizeHint() const {
    return {scaled(360), static_cast<int>(m_rows.size()) * rowHeight()};
}
QSize StageBars::minimumSizeHint() const { return {scaled(220), sizeHint().height()}; }

QList<LegendEntry> StageBars::figureLegend() const {
    QList<LegendEntry> entries;
    for (const Stage stage : kStageParts)
        if (stage == Stage::Kept || m_seen[static_cast<std::size_t>(stage)])
            entries.append({stageWord(stage), colourOf(stage), LegendEntry::Sample::Square});
    entries.append({tr("random ± sd"), DataColour::text(), LegendEntry::Sample::DashedLine});
    return entries;
}

void StageBars::paintBar(QPainter& painter,
                         const StageRow& row,
                         const QRectF& track,
                         const Theme& theme) const {
    const double unit = track.width() / static_cast<double>(m_largest);
    double x = track.left();
    for (const Stage stage : kStageParts) {
        const double length = static_cast<double>(row.counts.of(stage)) * unit;
        if (length <= 0) continue;
        QRectF part(x, track.top(), std::max(1.0, length - (length > 4 ? 1 : 0)), track.height());
        painter.fillRect(part, colourOf(stage).in(theme));
        if (stage == Stage::Redundant && length > 3) {
            painter.setPen(QPen(theme.control, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        x += length;
    }
    const double mean = track.left() + row.random.mean * unit;
    const double spread = row.random.deviation * unit;
    const QRectF band(mean - spread, track.top() - 3, 2 * spread, track.height() + 6);
    painter.fillRect(band, withAlpha(theme.text, theme.dark ? 0.26 : 0.2));
    painter.setPen(QPen(theme.text, 1.4, Qt::DashLine));
    painter.drawLine(QPointF(mean, band.top()), QPointF(mean, band.bottom()));
}

void StageBars::paintRow(QPainter& painter,
                         int index,
                         const QRect& rect,
                         const Theme& theme) const {
    const StageRow& row = m_rows[static_cast<std::size_t>(index)];
    if (m_chosen == index) painter.fillRect(rect, theme.accentSoft);
    if (index == m_current && hasFocus()) {
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect.adjusted(0, 0, -1, -1));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = rect.center().y() + 0.5;
    paintMark(painter,
              static_cast<MarkShape>(std::max(0, row.slot)),
              QPointF(rect.left() + scaled(8), middle),
              scaled(kMark),
              DataColour::slot(row.slot).in(theme));
    const int nameLeft = rect.left() + scaled(18);
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(QRect(nameLeft, rect.top(), m_nameWidth + 1, rect.height()),
                     Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.name, Qt::ElideRight, m_nameWidth + 1));
    const int right = rect.right() - m_countWidth - scaled(4);
    const double left = nameLeft + m_nameWidth + scaled(size::kPanelPadding);
    paintBar(painter,
             row,
             QRectF(left, middle - scaled(kBar) / 2.0, right - scaled(12) - left, scaled(kBar)),
             theme);
    painter.setFont(textFont(TextStyle::Body));
    painter.setPen(theme.text);
    painter.drawText(QRect(right, rect.top(), m_countWidth + 1, rect.height()),
                     Qt::AlignVCenter | Qt::AlignRight,
                     countText(row.counts.stays()));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void StageBars::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const int last =
        std::min(static_cast<int>(m_rows.size()) - 1, event->rect().bottom() / rowHeight());
    for (int row = std::max(0, event->rect().top() / rowHeight()); row <= last; ++row)
        paintRow(painter, row, rowRect(row), theme());
}

QSize StageBars::figureSize() const {
    const int rows = std::min(static_cast<int>(m_rows.size()), kMostInFigure);
    return {std::max(width(), scaled(480)), rows * rowHeight()};
}

void StageBars::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    const int rows = std::min(static_cast<int>(m_rows.size()), kMostInFigure);
    for (int row = 0; row < rows; ++row)
        paintRow(painter, row, {0, row * rowHeight(), size.width(), rowHeight()}, theme);
}

QString StageBars::figureCsv() const {
    QStringList header{m_what, tr("Samples"), tr("Stays, samples")};
    for (const Stage stage : kStageParts)
        if (stage != Stage::Kept) header << tr("%1, samples").arg(stageWord(stage));
    header << tr("Random stays, mean samples") << tr("Random stays, standard deviation");
    QString csv = header.join(u',') + u'\n';
    for (const StageRow& row : m_rows) {
        QStringList cells{csvField(row.name),
                          QString::number(row.counts.total()),
                          QString::number(row.counts.stays())};
        for (const Stage stage : kStageParts)
            if (stage != Stage::Kept) cells << QString::number(row.counts.of(stage));
        cells << QString::number(row.random.mean) << QString::number(row.random.deviation);
        csv += cells.join(u',') + u'\n';
    }
    return csv;
}

void StageBars::choose(int row) {
    m_current = row;
    m_chosen = m_chosen == row ? std::nullopt : std::optional(row);
    announceValue();
    Q_EMIT chosenChanged();
}

void StageBars::walkTo(int row) {
    m_current = std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
    announceValue();
    Q_EMIT rowReached(rowRect(m_current));
}

void StageBars::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && row >= 0) choose(row);
}

void StageBars::keyPressEvent(QKeyEvent* event) {
    if (m_rows.empty()) return ValueWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Up:
            return walkTo(m_current - 1);
        case Qt::Key_Down:
            return walkTo(m_current + 1);
        case Qt::Key_Home:
            return walkTo(0);
        case Qt::Key_End:
            return walkTo(static_cast<int>(m_rows.size()) - 1);
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return choose(std::max(0, m_current));
        default:
            return ValueWidget::keyPressEvent(event);
    }
}

bool StageBars::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    QToolTip::showText(help->globalPos(), row < 0 ? QString() : rowText(row), this);
    return true;
}

}  // namespace winnow::ui
