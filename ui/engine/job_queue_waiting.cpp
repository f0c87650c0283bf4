// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/catalogue_jobs.h"
#include "ui/engine/job_queue_state.h"
#include "ui/session/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <ranges>

namespace winnow::ui {
namespace {

const QString kWaitingKey = QStringLiteral("window/waiting-jobs");

/// The engine's rows hold the fields that were left out as well.
bool holds(const QByteArray& fields, const QByteArray& given) {
    const QJsonObject all = QJsonDocument::fromJson(fields).object();
    const QJsonObject some = QJsonDocument::fromJson(given).object();
    return std::ranges::all_of(some.keys(),
                               [&](const QString& key) { return all[key] == some[key]; });
}

}  // namespace

void JobQueue::Impl::storeWaiting() {
    if (!session->isOpen()) return;
    QJsonArray waiting;
    for (const Job& job : std::views::reverse(jobs)) {
        const auto it = work.find(job.number);
        const bool ours = it == work.end() || it->second.project == session->folder();
        const bool left = job.state == JobState::Interrupted && job.id.isEmpty();
        if (!ours || (job.state != JobState::Queued && !left)) continue;
        // As text: a share 1.0 must not become a count 1.
        waiting.append(
            QJsonObject{{QStringLiteral("kind"), job.request.kind},
                        {QStringLiteral("fields"), QString::fromUtf8(job.request.fields)},
                        {QStringLiteral("created"), job.created.toString(Qt::ISODateWithMs)}});
    }
    session->setSetting(kWaitingKey, QString::fromUtf8(jsonText(waiting)));
}

void JobQueue::Impl::recallWaiting() {
    const QByteArray text = session->setting(kWaitingKey).value_or(QString()).toUtf8();
    for (const QJsonValue& value : QJsonDocument::fromJson(text).array()) {
        Job job;
        job.request = {value[QLatin1String("kind")].toString(),
                       value[QLatin1String("fields")].toString().toUtf8()};
        job.created =
            QDateTime::fromString(value[QLatin1String("created")].toString(), Qt::ISODateWithMs);
        // It may have been cancelled while another project was open.
        if (isListed(job.request, job.created) || std::ranges::count(takenOut, job.created) > 0)
            continue;
        job.title = jobKind(job.request.kind).title;
        job.state = JobState::Interrupted;
        job.resumable = true;
        job.sentence = JobQueue::tr("It waited for its turn when Winnow ended.");
        insert(std::move(job));
    }
    storeWaiting();
}

bool JobQueue::Impl::isListed(const JobRequest& request, const QDateTime& created) const {
    // The catalogue keeps whole seconds.
    const qint64 second = created.toSecsSinceEpoch();
    return std::ranges::any_of(jobs, [&](const Job& job) {
        return job.request.kind == request.kind && job.created.toSecsSinceEpoch() >= second &&
               holds(job.request.fields, request.fields);
    });
}

}  // namespace winnow::ui
