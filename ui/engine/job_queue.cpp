// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/job_queue.h"

#include "ui/engine/catalogue_jobs.h"
#include "ui/engine/job_queue_state.h"
#include "ui/engine/locate.h"
#include "ui/theme/numbers.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace winnow::ui {
namespace {

constexpr std::chrono::seconds kWatchEvery{1};

/// "41 of 60" and the rate, where there is any.
QString progressText(const Job& job) {
    if (job.stage.isEmpty()) return {};
    QString text = jobProgressText(job);
    if (isActive(job.state) && job.perSecond && *job.perSecond > 0)
        text += JobQueue::tr(", %1/s").arg(shortNumberText(*job.perSecond));
    return text;
}

QString titleText(const Job& job) {
    const QString name = jobFields(job)[QLatin1String("name")].toString();
    return name.isEmpty() ? job.title : QStringLiteral("%1: %2").arg(job.title, name);
}

}  // namespace

JobQueue::JobQueue(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_impl(std::make_unique<Impl>()) {
    m_impl->queue = this;
    m_impl->session = session;
    connect(session, &Session::opened, this, [this] {
        m_impl->forget();
        m_impl->sync();
        m_impl->recallWaiting();
    });
    connect(session, &Session::closed, this, [this] { m_impl->forget(); });
    connect(session, &Session::jobsChanged, this, [this] { m_impl->sync(); });
    m_impl->watching.setInterval(kWatchEvery);
    connect(&m_impl->watching, &QTimer::timeout, this, [this] { m_impl->sync(); });
    if (session->isOpen()) m_impl->sync();
}

JobQueue::~JobQueue() = default;

QString JobQueue::engineTrouble() const { return locateEngine().trouble; }

int JobQueue::start(const JobRequest& request, const QString& project) {
    const JobKind kind = jobKind(request.kind);
    Job job;
    job.request = request;
    job.title = kind.title;
    job.resumable = kind.resumable;
    job.created = QDateTime::currentDateTimeUtc();
    const int number = m_impl->lastNumber + 1;
    m_impl->work[number] = {
        project.isEmpty() ? m_impl->session->folder() : project, kind.computes, 0, nullptr, {}};
    m_impl->insert(std::move(job));
    m_impl->startWaiting();
    m_impl->storeWaiting();
    return number;
}

void JobQueue::cancel(int number) {
    Job* found = m_impl->find(number);
    if (found == nullptr) return;
    if (found->elsewhere && isActive(found->state)) return m_impl->cancelElsewhere(*found);
    const auto work = m_impl->work.find(number);
    if (work == m_impl->work.end()) return;
    if (found->state == JobState::Queued) {
        m_impl->takenOut.push_back(found->created);
        m_impl->work.erase(work);
        m_impl->erase(number);
        m_impl->storeWaiting();
    } else if (work->second.process) {
        found->state = JobState::Cancelling;
        work->second.process->cancel();
        m_impl->changed(number);
    }
}

int JobQueue::resume(int number) {
    const Job* found = job(number);
    if (found == nullptr || isActive(found->state)) return 0;
    const JobRequest request = found->request;
    const auto work = m_impl->work.find(number);
    const QString project = work == m_impl->work.end() ? QString() : work->second.project;
    // The engine goes on in the same row of the catalogue.
    if (found->state != JobState::Done) {
        m_impl->work.erase(number);
        m_impl->erase(number);
    }
    return start(request, project);
}

void JobQueue::remove(int number) {
    const Job* found = job(number);
    if (found == nullptr || isActive(found->state)) return;
    if (!found->id.isEmpty()) m_impl->hide(found->id);
    m_impl->work.erase(number);
    m_impl->erase(number);
    m_impl->storeWaiting();
}

void JobQueue::shutDown(int milliseconds) {
    // Those that wait stay in the project's settings: the next start offers them.
    m_impl->closing = true;
    for (const auto& [number, work] : m_impl->work)
        if (work.process) cancel(number);

    QEventLoop loop;
    const auto quitWhenIdle = [&] {
        if (std::ranges::none_of(m_impl->work,
                                 [](const auto& entry) { return entry.second.process != nullptr; }))
            loop.quit();
    };
    connect(this, &JobQueue::jobEnded, &loop, quitWhenIdle);
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    QMetaObject::invokeMethod(&loop, quitWhenIdle, Qt::QueuedConnection);
    loop.exec();
}

const std::vector<Job>& JobQueue::jobs() const { return m_impl->jobs; }

const Job* JobQueue::job(int number) const { return m_impl->find(number); }

const Job* JobQueue::runningJob() const {
    return m_impl->present([](const Job&) { return true; });
}

const Job* JobQueue::present(const QString& kind,
                             const std::function<bool(const Job&)>& accept) const {
    return m_impl->present(
        [&](const Job& each) { return each.request.kind == kind && (!accept || accept(each)); });
}

const Job* JobQueue::latest(const QString& kind) const {
    const auto it = std::ranges::find_if(
        m_impl->jobs, [&](const Job& each) { return each.request.kind == kind; });
    return it == m_impl->jobs.end() ? nullptr : &*it;
}

int JobQueue::rowOf(int number) const {
    const auto it = std::ranges::find(m_impl->jobs, number, &Job::number);
    return it == m_impl->jobs.end() ? -1 : static_cast<int>(it - m_impl->jobs.begin());
}

int JobQueue::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_impl->jobs.size());
}

int JobQueue::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant JobQueue::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Job& job = m_impl->jobs[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NumberRole:
            return job.number;
        case StateRole:
            return static_cast<int>(job.state);
        case ShareRole:
            return job.total > 0
                       ? QVariant(static_cast<double>(job.done) / static_cast<double>(job.total))
                       : QVariant();
        case SentenceRole:
        case Qt::ToolTipRole:
            return job.sentence;
        case JobRole:
            return QVariant::fromValue(job);
        case Qt::DisplayRole:
            break;
        default:
            return {};
    }
    switch (index.column()) {
        case Title:
            return titleText(job);
        case State:
            return jobStateText(job.state);
        case Progress:
            return progressText(job);
        case Left:
            if (isActive(job.state))
                return job.secondsLeft ? durationText(*job.secondsLeft) : QString();
            return job.seconds ? durationText(*job.seconds) : QString();
        case Made:
            return m_impl->session->title(job.artifact);
        default:
            return {};
    }
}

QVariant JobQueue::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case Title:
            return tr("Job");
        case State:
            return tr("State");
        case Progress:
            return tr("Progress");
        case Left:
            return tr("Left, or taken");
        case Made:
            return tr("Made");
        default:
            return {};
    }
}

Job* JobQueue::Impl::find(int number) {
    const auto it = std::ranges::find(jobs, number, &Job::number);
    return it == jobs.end() ? nullptr : &*it;
}

const Job* JobQueue::Impl::present(const std::function<bool(const Job&)>& accept) const {
    for (const bool active : {true, false})
        for (auto it = jobs.rbegin(); it != jobs.rend(); ++it)
            if ((active ? isActive(it->state) : it->state == JobState::Queued) && accept(*it))
                return &*it;
    return nullptr;
}

void JobQueue::Impl::changed(int number) {
    const int row = queue->rowOf(number);
    if (row < 0) return;
    Q_EMIT queue->dataChanged(queue->index(row, 0), queue->index(row, Columns - 1));
    Q_EMIT queue->jobChanged(number);
}

void JobQueue::Impl::insert(Job job) {
    job.number = ++lastNumber;
    queue->beginInsertRows({}, 0, 0);
    jobs.insert(jobs.begin(), std::move(job));
    queue->endInsertRows();
    Q_EMIT queue->jobChanged(lastNumber);
}

void JobQueue::Impl::erase(int number) {
    const int row = queue->rowOf(number);
    if (row < 0) return;
    queue->beginRemoveRows({}, row, row);
    jobs.erase(jobs.begin() + row);
    queue->endRemoveRows();
    Q_EMIT queue->jobChanged(number);
}

}  // namespace winnow::ui
