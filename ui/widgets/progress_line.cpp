// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_line.h"

#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <cmath>

namespace winnow::ui {

ThinProgressBar::ThinProgressBar(QWidget* parent) : ValueWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Progress"));
}

void ThinProgressBar::setProgress(ProgressState state, double share) {
    const double clamped = std::isnan(share) ? -1 : std::min(share, 1.0);
    if (state == m_state && clamped == m_share) return;
    m_state = state;
    m_share = clamped;
    announceValue();
}

QString ThinProgressBar::valueInWords() const {
    const QString share = m_share < 0 ? tr("not known") : percentText(m_share, 0);
    switch (m_state) {
        case ProgressState::Queued:
            return tr("waiting");
        case ProgressState::Interrupted:
            return tr("interrupted at %1").arg(share);
        case ProgressState::Failed:
            return tr("failed at %1").arg(share);
        case ProgressState::Running:
            break;
    }
    return share;
}

QSize ThinProgressBar::sizeHint() const { return {scaled(160), scaled(size::kProgressBar)}; }

void ThinProgressBar::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double thickness = scaled(size::kProgressBar);
    const QRectF track(0, (height() - thickness) / 2.0, width(), thickness);
    painter.setBrush(t.line);
    painter.drawRoundedRect(track, thickness / 2, thickness / 2);
    if (m_share <= 0 || m_state == ProgressState::Queued) return;
    painter.setBrush(m_state == ProgressState::Failed        ? t.danger
                     : m_state == ProgressState::Interrupted ? t.control
                                                             : t.accent);
    const QRectF done(track.topLeft(),
                      QSizeF(std::max(thickness, track.width() * m_share), thickness));
    painter.drawRoundedRect(done, thickness / 2, thickness / 2);
}

ProgressLine::ProgressLine(QWidget* parent)
    : QWidget(parent),
      m_stage(new QLabel(this)),
      m_bar(new ThinProgressBar(this)),
      m_words(new QLabel(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    m_stage->setProperty("role", QStringLiteral("caption"));
    m_words->setProperty("role", QStringLiteral("caption"));
    row->addWidget(m_stage);
    row->addWidget(m_bar, 1);
    row->addWidget(m_words);
}

void ProgressLine::setStage(const QString& stage) {
    m_stage->setText(stage);
    m_stage->setVisible(!stage.isEmpty());
    m_bar->setAccessibleName(stage.isEmpty() ? tr("Progress") : stage);
}

void ProgressLine::setProgress(ProgressState state, double share, const QString& words) {
    m_bar->setProgress(state, share);
    m_bar->setAccessibleDescription(words);
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
}

QString progressText(double share, double secondsLeft, double rate, const QString& rateUnit) {
    QStringList parts;
    if (share >= 0) parts << percentText(share, 0);
    if (secondsLeft >= 0) parts << ProgressLine::tr("%1 left").arg(durationText(secondsLeft));
    if (rate >= 0)
        parts << (rate >= 100 ? numberText(rate, 0) : shortNumberText(rate)) + u' ' + rateUnit;
    return parts.join(QStringLiteral(", "));
}

}  // namespace winnow::ui
