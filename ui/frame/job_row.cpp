// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_row.h"

#include "ui/engine/job_queue.h"
#include "ui/frame/job_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace winnow::ui {
namespace {

struct Sign {
    Icon icon;
    QColor Theme::*colour;
    const char* role;
};

Sign signOf(JobState state) {
    switch (state) {
        case JobState::Running:
        case JobState::Cancelling:
            return {Icon::Play, &Theme::accentText, "caption"};
        case JobState::Done:
            return {Icon::Check, &Theme::text2, "caption"};
        case JobState::Failed:
            return {Icon::Error, &Theme::danger, "danger"};
        case JobState::Interrupted:
            return {Icon::Interrupted, &Theme::warn, "warn"};
        default:
            return {Icon::Interrupted, &Theme::text2, "caption"};
    }
}

}  // namespace

JobRow::JobRow(JobQueue* jobs, int number, QWidget* parent)
    : QFrame(parent),
      m_jobs(jobs),
      m_number(number),
      m_icon(new IconLabel(Icon::Play, &Theme::accentText, 16, this)),
      m_title(new QLabel(this)),
      m_stage(new QLabel(this)),
      m_time(new QLabel(this)),
      m_bar(new ThinProgressBar(this)),
      m_main(new QPushButton(this)),
      m_edit(new QPushButton(tr("Change…"), this)),
      m_remove(new QToolButton(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(scaled(10), scaled(5), scaled(8), scaled(5));
    grid->setHorizontalSpacing(scaled(12));
    grid->setVerticalSpacing(scaled(1));
    m_title->setProperty("role", QStringLiteral("strong"));
    m_stage->setWordWrap(true);
    m_time->setProperty("role", QStringLiteral("caption"));
    m_bar->setFixedWidth(scaled(150));
    m_edit->setProperty("kind", QStringLiteral("ghost"));
    m_remove->setIcon(icon(Icon::Close));
    m_remove->setAutoRaise(true);
    m_remove->setToolTip(tr("Take it off the list"));
    m_remove->setAccessibleName(m_remove->toolTip());
    grid->addWidget(m_icon, 0, 0);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_stage, 1, 1);
    grid->addWidget(m_time, 0, 2);
    grid->addWidget(m_bar, 1, 2);
    grid->addWidget(m_edit, 0, 3, 2, 1);
    grid->addWidget(m_main, 0, 4, 2, 1);
    grid->addWidget(m_remove, 0, 5, 2, 1);
    grid->setColumnStretch(1, 1);
    setFocusPolicy(Qt::StrongFocus);

    connect(m_main, &QPushButton::clicked, this, [this] {
        const Job* job = m_jobs->job(m_number);
        if (job == nullptr) return;
        if (isPresent(job->state))
            m_jobs->cancel(m_number);
        else
            m_jobs->resume(m_number);
    });
    connect(m_edit, &QPushButton::clicked, this, [this] { Q_EMIT editRequested(m_number); });
    connect(
        m_remove,
        &QToolButton::clicked,
        this,
        [this] { m_jobs->remove(m_number); },
        Qt::QueuedConnection);
    refresh();
}

void JobRow::refresh() {
    const Job* job = m_jobs->job(m_number);
    if (job == nullptr) return;
    const Sign sign = signOf(job->state);
    m_icon->setIcon(sign.icon, sign.colour);
    m_title->setText(jobTitle(*job));
    m_stage->setText(jobStage(*job));
    if (m_stage->property("role").toString() != QLatin1String(sign.role)) {
        m_stage->setProperty("role", QLatin1String(sign.role));
        m_stage->style()->unpolish(m_stage);
        m_stage->style()->polish(m_stage);
    }
    m_time->setText(jobTime(*job));
    const bool ended = !isPresent(job->state);
    m_bar->setVisible(job->state != JobState::Done && job->total > 0);
    m_bar->setProgress(jobProgressState(job->state), jobShare(*job));
    m_main->setVisible(job->state != JobState::Done);
    m_main->setEnabled(job->state != JobState::Cancelling);
    m_main->setText(!ended ? tr("Cancel") : job->resumable ? tr("Resume") : tr("Start again"));
    m_edit->setVisible(ended);
    m_remove->setVisible(ended);
    setAccessibleName(jobTitle(*job) + QStringLiteral(", ") + jobStage(*job));
}

void JobRow::setCurrent(bool current) {
    m_current = current;
    update();
}

void JobRow::mousePressEvent(QMouseEvent*) { Q_EMIT chosen(m_number); }

void JobRow::focusInEvent(QFocusEvent* event) {
    QFrame::focusInEvent(event);
    Q_EMIT chosen(m_number);
}

void JobRow::paintEvent(QPaintEvent*) {
    if (!m_current) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().accentSoft);
    painter.drawRoundedRect(rect(), scaled(size::kControlRadius), scaled(size::kControlRadius));
}

}  // namespace winnow::ui
