// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "ui/engine/catalogue_jobs.h"
#include "ui/engine/job_queue_state.h"
#include "ui/session/json_text.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <csignal>

namespace winnow::ui {
namespace {

const QString kHiddenKey = QStringLiteral("window/hidden-jobs");

bool looksTheSame(const Job& a, const Job& b) {
    return a.state == b.state && a.stage == b.stage && a.done == b.done && a.total == b.total &&
           a.sentence == b.sentence && a.artifact == b.artifact;
}

/// The number may have gone to another program since.
bool isEngine(std::int64_t pid) {
    QFile name(QStringLiteral("/proc/%1/comm").arg(qint64{pid}));
    return name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "winnow-engine";
}

}  // namespace

QSet<QString> JobQueue::Impl::hidden() const {
    QSet<QString> ids;
    const QByteArray text = session->setting(kHiddenKey).value_or(QString()).toUtf8();
    for (const QJsonValue& id : QJsonDocument::fromJson(text).array()) ids += id.toString();
    return ids;
}

void JobQueue::Impl::hide(const QString& id) {
    QSet<QString> ids = hidden();
    ids += id;
    session->setSetting(kHiddenKey,
                        QString::fromUtf8(jsonText(QJsonArray::fromStringList(ids.values()))));
}

void JobQueue::Impl::forget() {
    std::vector<int> numbers;
    for (const Job& job : jobs) {
        const auto it = work.find(job.number);
        const bool stays =
            it != work.end() && (it->second.process || job.state == JobState::Queued ||
                                 it->second.project == session->folder());
        if (!stays) numbers.push_back(job.number);
    }
    for (const int number : numbers) {
        work.erase(number);
        erase(number);
    }
}

int JobQueue::Impl::ours(const store::JobRow& row) {
    const QString id = QString::fromStdString(row.id);
    for (auto& [number, each] : work) {
        Job* job = find(number);
        if (job == nullptr || each.project != session->folder()) continue;
        if (job->id == id) return number;
        const bool made = each.pid != 0 && row.pid == each.pid && job->id.isEmpty() &&
                          job->request.kind == QString::fromStdString(row.kind);
        if (!made) continue;
        job->id = id;
        return number;
    }
    return 0;
}

bool JobQueue::Impl::isPartOfOurs(const store::JobRow& row) const {
    return row.state == store::JobState::Running &&
           std::ranges::any_of(work, [&](const auto& entry) {
               return entry.second.process && entry.second.pid == row.pid;
           });
}

void JobQueue::Impl::watchOthers() {
    const bool others = std::ranges::any_of(
        jobs, [](const Job& job) { return job.elsewhere && isActive(job.state); });
    if (others != watching.isActive()) others ? watching.start() : watching.stop();
}

void JobQueue::Impl::sync() {
    if (!session->isOpen()) return watching.stop();
    try {
        const QSet<QString> gone = hidden();
        for (const store::JobRow& row : session->project().jobs()) {
            const QString id = QString::fromStdString(row.id);
            if (const int number = ours(row)) {
                // The row it goes on in may have been listed as interrupted.
                std::vector<int> older;
                for (const Job& job : jobs)
                    if (job.id == id && job.number != number) older.push_back(job.number);
                std::ranges::for_each(older, [this](int each) { erase(each); });
            } else if (!gone.contains(id) && !isPartOfOurs(row)) {
                takeRow(row);
            }
        }
        watchOthers();
    } catch (const Error& error) {
        Q_EMIT session->failed(QString::fromUtf8(error.what()));
    }
}

void JobQueue::Impl::takeRow(const store::JobRow& row) {
    Job fresh = jobOf(row);
    const auto it = std::ranges::find(jobs, fresh.id, &Job::id);
    if (it != jobs.end() && it->state == JobState::Cancelling && fresh.state == JobState::Running)
        fresh.state = JobState::Cancelling;
    if (it != jobs.end() && looksTheSame(*it, fresh)) return;
    if (!isActive(fresh.state))
        fresh.log = QString::fromStdString(session->project().jobLog(row.id))
                        .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (it == jobs.end()) {
        insert(std::move(fresh));
        return;
    }
    fresh.number = it->number;
    *it = std::move(fresh);
    changed(it->number);
}

void JobQueue::Impl::cancelElsewhere(Job& job) {
    try {
        const auto rows = session->project().jobs();
        const auto row = std::ranges::find(rows, job.id.toStdString(), &store::JobRow::id);
        if (row == rows.end() || row->state != store::JobState::Running || !isEngine(row->pid) ||
            ::kill(static_cast<pid_t>(row->pid), SIGTERM) != 0)
            return;
        job.state = JobState::Cancelling;
        changed(job.number);
    } catch (const Error& error) {
        Q_EMIT session->failed(QString::fromUtf8(error.what()));
    }
}

}  // namespace winnow::ui
