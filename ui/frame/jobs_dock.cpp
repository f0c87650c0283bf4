// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/jobs_dock.h"

#include "ui/engine/job_queue.h"
#include "ui/frame/job_row.h"
#include "ui/frame/job_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/role_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>

namespace winnow::ui {
namespace {

QPushButton* ghost(const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QStringLiteral("ghost"));
    return button;
}

}  // namespace

JobsDock::JobsDock(JobQueue* jobs, QWidget* parent)
    : QWidget(parent),
      m_jobs(jobs),
      m_summary(makeLabel({}, "caption", this)),
      m_logTitle(makeLabel({}, "caption", this)),
      m_empty(makeLabel(tr("Jobs appear here when you start one."), "secondary", this)),
      m_list(new QVBoxLayout),
      m_log(new QPlainTextEdit(this)) {
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(8));
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    outer->addWidget(splitter);

    auto* left = new QWidget(splitter);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins({});
    auto* header = new QHBoxLayout;
    header->addWidget(makeLabel(tr("Jobs"), "panelTitle", left));
    header->addWidget(m_summary, 1);
    QPushButton* clear = ghost(tr("Clear finished"), left);
    header->addWidget(clear);
    column->addLayout(header);
    auto* scroll = new QScrollArea(left);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(scroll);
    m_list->setContentsMargins({});
    m_list->setSpacing(scaled(2));
    m_list->addWidget(m_empty);
    m_list->addStretch(1);
    content->setLayout(m_list);
    scroll->setWidget(content);
    column->addWidget(scroll, 1);
    left->setMinimumWidth(scaled(420));

    auto* right = new QWidget(splitter);
    auto* logColumn = new QVBoxLayout(right);
    logColumn->setContentsMargins(scaled(12), 0, 0, 0);
    auto* logHeader = new QHBoxLayout;
    logHeader->addWidget(makeLabel(tr("Log"), "panelTitle", right));
    logHeader->addWidget(m_logTitle, 1);
    QPushButton* copy = ghost(tr("Copy"), right);
    copy->setIcon(icon(Icon::Copy));
    logHeader->addWidget(copy);
    auto* close = new QToolButton(right);
    close->setIcon(icon(Icon::Close));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close the list of jobs"));
    close->setAccessibleName(close->toolTip());
    logHeader->addWidget(close);
    logColumn->addLayout(logHeader);
    m_log->setReadOnly(true);
    m_log->setFont(textFont(TextStyle::Log));
    m_log->setAccessibleName(tr("Log of the chosen job"));
    m_log->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_log->setPlaceholderText(tr("What the chosen job says stands here."));
    logColumn->addWidget(m_log, 1);
    right->setMinimumWidth(scaled(220));
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);

    connect(close, &QToolButton::clicked, this, &JobsDock::closeRequested);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_log->toPlainText());
    });
    connect(clear, &QPushButton::clicked, this, &JobsDock::clearFinished);
    connect(jobs, &QAbstractItemModel::modelReset, this, &JobsDock::rebuild);
    connect(jobs, &QAbstractItemModel::rowsInserted, this, &JobsDock::rebuild);
    connect(jobs, &QAbstractItemModel::rowsRemoved, this, &JobsDock::rebuild);
    connect(jobs, &JobQueue::jobChanged, this, &JobsDock::refresh);
    rebuild();
}

void JobsDock::rebuild() {
    for (JobRow* row : m_rows) row->deleteLater();
    m_rows.clear();
    // Unfinished first, then the newest.
    std::vector<const Job*> order;
    for (const Job& job : m_jobs->jobs()) order.push_back(&job);
    std::stable_sort(order.begin(), order.end(), [](const Job* a, const Job* b) {
        const auto rank = [](const Job* job) {
            return isActive(job->state) ? 0 : job->state == JobState::Queued ? 1 : 2;
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : a->created > b->created;
    });
    for (const Job* job : order) {
        auto* row = new JobRow(m_jobs, job->number, this);
        m_list->insertWidget(m_list->count() - 1, row);
        connect(row, &JobRow::chosen, this, &JobsDock::choose);
        connect(row, &JobRow::editRequested, this, [this](int number) {
            if (const Job* edited = m_jobs->job(number))
                Q_EMIT editRequested(edited->request.kind, edited->request.fields);
        });
        m_rows << row;
    }
    m_empty->setVisible(m_rows.isEmpty());
    if (m_jobs->job(m_chosen) == nullptr) m_chosen = order.empty() ? 0 : order.front()->number;
    refresh(m_chosen);
    choose(m_chosen);
}

void JobsDock::refresh(int number) {
    for (JobRow* row : m_rows)
        if (row->number() == number) row->refresh();
    QStringList counts;
    for (const JobState state :
         {JobState::Running, JobState::Queued, JobState::Interrupted, JobState::Failed}) {
        const auto n = std::count_if(m_jobs->jobs().begin(),
                                     m_jobs->jobs().end(),
                                     [&](const Job& job) { return job.state == state; });
        if (n > 0) counts << tr("%1 %2").arg(n).arg(jobStateText(state).toLower());
    }
    m_summary->setText(counts.join(QStringLiteral(", ")));
    if (number == m_chosen) showLog();
}

void JobsDock::choose(int number) {
    if (number != m_chosen) m_shownLines = -1;
    m_chosen = number;
    for (JobRow* row : m_rows) row->setCurrent(row->number() == number);
    showLog();
}

void JobsDock::showLog() {
    const Job* job = m_jobs->job(m_chosen);
    m_logTitle->setText(job == nullptr ? QString() : jobTitle(*job));
    const int lines = job == nullptr ? 0 : static_cast<int>(job->log.size());
    if (lines == m_shownLines) return;
    m_shownLines = lines;
    m_log->setPlainText(job == nullptr ? QString() : job->log.join(QLatin1Char('\n')));
    m_log->verticalScrollBar()->setValue(m_log->verticalScrollBar()->maximum());
}

void JobsDock::clearFinished() {
    std::vector<int> finished;
    for (const Job& job : m_jobs->jobs())
        if (job.state == JobState::Done || job.state == JobState::Cancelled)
            finished.push_back(job.number);
    for (const int number : finished) m_jobs->remove(number);
}

void JobsDock::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme().line);
}

}  // namespace winnow::ui
