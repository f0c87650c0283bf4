// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/catalogue_jobs.h"

#include "engine/jobs/declaration.h"
#include "ui/engine/job_progress.h"
#include "ui/session/wording.h"

#include <QCoreApplication>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::ui {
namespace {

QDateTime timeOf(const std::string& text) {
    return QDateTime::fromString(QString::fromStdString(text), Qt::ISODate);
}

JobState stateOf(store::JobState state) {
    switch (state) {
        case store::JobState::Queued:
            return JobState::Queued;
        case store::JobState::Running:
            return JobState::Running;
        case store::JobState::Done:
            return JobState::Done;
        case store::JobState::Failed:
            return JobState::Failed;
        case store::JobState::Cancelled:
            return JobState::Cancelled;
        case store::JobState::Interrupted:
            return JobState::Interrupted;
    }
    return JobState::Failed;
}

QByteArray fieldsIn(const std::string& spec) {
    const auto json = nlohmann::json::parse(spec, nullptr, false);
    if (!json.is_object() || !json.contains("fields")) return "{}";
    return QByteArray::fromStdString(json.at("fields").dump());
}

}  // namespace

JobKind jobKind(const QString& kind) {
    const std::string key = kind.toStdString();
    const auto all = jobs::declarations();
    const auto it = std::ranges::find(all, key, &jobs::Declaration::kind);
    if (it == all.end()) return {kind, true, false};
    return {QString::fromStdString(it->title), it->computes, it->resumable};
}

Job jobOf(const store::JobRow& row) {
    Job job;
    job.id = QString::fromStdString(row.id);
    job.request = {QString::fromStdString(row.kind), fieldsIn(row.spec)};
    const JobKind kind = jobKind(job.request.kind);
    job.title = kind.title;
    job.resumable = kind.resumable;
    job.state = stateOf(row.state);
    job.elsewhere = isActive(job.state);
    job.stage = QString::fromStdString(row.stage);
    job.done = row.done;
    job.total = row.total;
    job.created = timeOf(row.created);
    job.started = timeOf(row.started);
    job.ended = timeOf(row.ended);
    if (job.started.isValid() && job.ended.isValid())
        job.seconds = static_cast<double>(job.started.secsTo(job.ended));
    job.artifact = QString::fromStdString(row.artifact);
    if (job.state == JobState::Interrupted)
        job.sentence = QCoreApplication::translate("Job", "It was cut off. %1").arg(keptText(job));
    else if (job.state == JobState::Cancelled)
        job.sentence = keptText(job);
    else
        job.sentence = sentenceText(QString::fromStdString(row.message));
    job.sentence = job.sentence.trimmed();
    return job;
}

}  // namespace winnow::ui
