// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/rail.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kRow = 30;

QString groupOf(PageId page) {
    switch (page) {
        case PageId::Data:
        case PageId::Train:
            return Rail::tr("Look");
        case PageId::Interactions:
        case PageId::Clusters:
        case PageId::Difficulty:
            return Rail::tr("Understand");
        case PageId::Findings:
        case PageId::Prune:
        case PageId::Distil:
            return Rail::tr("Act");
        case PageId::Evaluate:
            return Rail::tr("Check");
    }
    return {};
}

}  // namespace

RailRow::RailRow(PageId page, Icon icon, const QString& title, QWidget* parent)
    : QAbstractButton(parent), m_page(page), m_icon(icon) {
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RailRow::setNews(const QString& text, bool failed) {
    m_news = text;
    m_failed = failed;
    setAccessibleDescription(failed ? tr("failed") : text);
    update();
}

void RailRow::setFolded(bool folded) {
    m_folded = folded;
    updateGeometry();
    update();
}

QSize RailRow::sizeHint() const {
    return {m_folded ? scaled(size::kRailFolded) - scaled(16)
                     : scaled(44) + fontMetrics().horizontalAdvance(text()),
            scaled(kRow)};
}

bool RailRow::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QStringList parts;
        if (m_folded) parts << text();
        if (m_failed) parts << tr("The last job of this page failed");
        if (!m_news.isEmpty()) parts << m_news;
        if (!isEnabled()) parts << tr("Open a project first");
        QToolTip::showText(help->globalPos(), parts.join(QStringLiteral(": ")), this);
        return true;
    }
    return QAbstractButton::event(event);
}

void RailRow::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = scaled(size::kControlRadius);
    if (isChecked() || (underMouse() && isEnabled())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? t.accentSoft : t.hover);
        painter.drawRoundedRect(rect(), radius, radius);
    }
    if (isChecked())
        painter.fillRect(QRect(0, scaled(6), scaled(3), height() - 2 * scaled(6)), t.accent);
    const int side = scaled(size::kIcon);
    const QColor colour = !isEnabled() ? t.control : isChecked() ? t.accentText : t.text2;
    const int left = m_folded ? (width() - side) / 2 : scaled(10);
    paintIcon(painter, m_icon, QRect(left, (height() - side) / 2, side, side), colour);
    if (m_folded) {
        if (m_failed || !m_news.isEmpty()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_failed ? t.danger : t.accent);
            painter.drawEllipse(QPointF(left + side + 1, height() / 2.0 - side / 2.0), 3, 3);
        }
        return;
    }
    int right = width() - scaled(8);
    if (m_failed) {
        paintIcon(
            painter, Icon::Error, QRect(right - side, (height() - side) / 2, side, side), t.danger);
        right -= side + scaled(4);
    } else if (!m_news.isEmpty()) {
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(t.text3);
        const int wide = painter.fontMetrics().horizontalAdvance(m_news);
        painter.drawText(QRect(right - wide, 0, wide, height()), Qt::AlignVCenter, m_news);
        right -= wide + scaled(4);
    }
    painter.setFont(textFont(isChecked() ? TextStyle::BodyStrong : TextStyle::Body));
    painter.setPen(!isEnabled() ? t.control : isChecked() ? t.accentText : t.text);
    const QRect area(left + side + scaled(8), 0, right - left - side - scaled(8), height());
    painter.drawText(area,
                     Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
}

Rail::Rail(QWidget* parent) : QWidget(parent), m_disk(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(12));
    column->setSpacing(scaled(2));
    column->addStretch(1);
    m_disk->setProperty("role", QStringLiteral("caption"));
    m_disk->setWordWrap(true);
    m_disk->setContentsMargins(scaled(10), 0, 0, 0);
    column->addWidget(m_disk);
    setFolded(false);
}

void Rail::addPage(PageId page, Icon icon, const QString& title) {
    auto* column = static_cast<QVBoxLayout*>(layout());
    if (m_rows.isEmpty() || groupOf(m_rows.last()->page()) != groupOf(page)) {
        auto* heading = new QLabel(groupOf(page), this);
        heading->setProperty("role", QStringLiteral("caption"));
        heading->setContentsMargins(scaled(10), m_rows.isEmpty() ? scaled(2) : scaled(10), 0, 2);
        heading->setHidden(m_folded);
        column->insertWidget(column->count() - 2, heading);
        m_headings << heading;
    }
    auto* row = new RailRow(page, icon, title, this);
    row->setFolded(m_folded);
    column->insertWidget(column->count() - 2, row);
    connect(row, &RailRow::clicked, this, [this, page] { Q_EMIT pageChosen(page); });
    m_rows << row;
}

RailRow* Rail::row(PageId page) const {
    const auto it = std::find_if(
        m_rows.begin(), m_rows.end(), [&](RailRow* row) { return row->page() == page; });
    return it == m_rows.end() ? nullptr : *it;
}

void Rail::setCurrent(PageId page) {
    if (RailRow* found = row(page)) found->setChecked(true);
}

void Rail::setPagesEnabled(bool enabled) {
    for (RailRow* row : m_rows) {
        row->setEnabled(enabled);
        if (enabled) continue;
        row->setAutoExclusive(false);
        row->setChecked(false);
        row->setAutoExclusive(true);
    }
}

void Rail::setNews(PageId page, const QString& text, bool failed) {
    if (RailRow* found = row(page)) found->setNews(text, failed);
}

void Rail::setDiskText(const QString& text) {
    m_disk->setText(text);
    m_disk->setHidden(m_folded || text.isEmpty());
}

void Rail::setFolded(bool folded) {
    m_folded = folded;
    setFixedWidth(scaled(folded ? size::kRailFolded : size::kRail));
    for (RailRow* row : m_rows) row->setFolded(folded);
    for (QLabel* heading : m_headings) heading->setHidden(folded);
    m_disk->setHidden(folded || m_disk->text().isEmpty());
}

void Rail::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const auto at =
        std::find_if(m_rows.begin(), m_rows.end(), [](RailRow* row) { return row->hasFocus(); });
    if (step == 0 || at == m_rows.end()) return QWidget::keyPressEvent(event);
    const auto next = (at - m_rows.begin()) + step;
    if (next >= 0 && next < m_rows.size()) m_rows[next]->setFocus(Qt::TabFocusReason);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().bg);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme().line);
}

}  // namespace winnow::ui
