// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_strip.h"

#include "engine/jobs/memory.h"
#include "ui/engine/job_queue.h"
#include "ui/frame/job_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QThread>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kMachineMilliseconds = 5000;

}  // namespace

JobStrip::JobStrip(JobQueue* jobs, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_toggle(new QToolButton(this)),
      m_cancel(new QToolButton(this)),
      m_title(makeLabel({}, "", this)),
      m_left(makeLabel({}, "caption", this)),
      m_others(makeLabel({}, "caption", this)),
      m_machine(makeLabel({}, "caption", this)),
      m_bar(new ThinProgressBar(this)) {
    setFixedHeight(scaled(size::kJobStrip));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), 1, scaled(12), 0);
    row->setSpacing(scaled(10));
    m_toggle->setText(tr("Jobs"));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setAutoRaise(true);
    m_toggle->setToolTip(tr("Open or close the list of jobs (Ctrl+J)"));
    m_cancel->setIcon(icon(Icon::Close));
    m_cancel->setAutoRaise(true);
    m_cancel->setToolTip(tr("Cancel this job; what is finished is kept"));
    m_cancel->setAccessibleName(tr("Cancel the running job"));
    m_bar->setFixedWidth(scaled(160));
    for (QWidget* widget : {static_cast<QWidget*>(m_toggle),
                            static_cast<QWidget*>(m_title),
                            static_cast<QWidget*>(m_bar),
                            static_cast<QWidget*>(m_left),
                            static_cast<QWidget*>(m_cancel),
                            static_cast<QWidget*>(m_others)})
        row->addWidget(widget);
    row->addStretch(1);
    row->addWidget(m_machine);
    connect(m_toggle, &QToolButton::clicked, this, &JobStrip::dockToggled);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (const Job* job = m_jobs->runningJob()) m_jobs->cancel(job->number);
    });
    connect(jobs, &QAbstractItemModel::modelReset, this, &JobStrip::refresh);
    connect(jobs, &QAbstractItemModel::rowsInserted, this, &JobStrip::refresh);
    connect(jobs, &QAbstractItemModel::rowsRemoved, this, &JobStrip::refresh);
    connect(jobs, &JobQueue::jobChanged, this, &JobStrip::refresh);
    auto* machine = new QTimer(this);
    const auto tell = [this] {
        const double memory = jobs::availableMemory();
        m_machine->setText(std::isfinite(memory) ? tr("%1 cores, %2 memory free")
                                                       .arg(QThread::idealThreadCount())
                                                       .arg(bytesText(memory))
                                                 : tr("%1 cores").arg(QThread::idealThreadCount()));
    };
    connect(machine, &QTimer::timeout, this, tell);
    machine->start(kMachineMilliseconds);
    tell();
    setDockOpen(false);
    refresh();
}

void JobStrip::setDockOpen(bool open) {
    m_toggle->setIcon(icon(open ? Icon::ChevronDown : Icon::ChevronRight));
}

void JobStrip::refresh() {
    const Job* job = m_jobs->runningJob();
    const bool running = job != nullptr;
    for (QWidget* widget : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_left)})
        widget->setVisible(running);
    m_cancel->setVisible(running);
    if (running) {
        m_title->setText(tr("%1, %2").arg(jobTitle(*job), jobStage(*job)));
        m_bar->setProgress(jobProgressState(job->state), jobShare(*job));
        m_left->setText(jobTime(*job));
    } else {
        m_title->setText(m_jobs->jobs().empty() ? tr("No jobs") : tr("No job is running"));
    }
    const auto count = [&](JobState state) {
        return std::count_if(m_jobs->jobs().begin(), m_jobs->jobs().end(), [&](const Job& j) {
            return j.state == state && (job == nullptr || j.number != job->number);
        });
    };
    QStringList others;
    if (const auto n = count(JobState::Queued)) others << tr("%1 waiting").arg(n);
    if (const auto n = count(JobState::Interrupted)) others << tr("%1 interrupted").arg(n);
    if (const auto n = count(JobState::Failed)) others << tr("%1 failed").arg(n);
    m_others->setText(others.join(QStringLiteral(", ")));
}

void JobStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT dockToggled();
}

void JobStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme().line);
}

}  // namespace winnow::ui
