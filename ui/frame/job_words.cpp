// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_words.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct JobWordsText {
    Q_DECLARE_TR_FUNCTIONS(Jobs)
};

}  // namespace

QString jobTitle(const Job& job) {
    const QJsonObject fields = jobFields(job);
    for (const char* key : {"name", "model", "kind", "method", "source"}) {
        const QJsonValue given = fields.value(QLatin1String(key));
        const QString value = given.isArray()
                                  ? given.toVariant().toStringList().join(QStringLiteral(", "))
                                  : given.toString();
        if (!value.isEmpty()) return JobWordsText::tr("%1: %2").arg(job.title, value);
    }
    return job.title;
}

QString jobStage(const Job& job) {
    if (!job.sentence.isEmpty() && !isActive(job.state)) return job.sentence;
    if (!isPresent(job.state)) return jobStateText(job.state);
    return jobProgressText(job);
}

QString jobTime(const Job& job) {
    if (job.state == JobState::Cancelling) return JobWordsText::tr("stopping");
    if (isActive(job.state))
        return job.secondsLeft ? JobWordsText::tr("%1 left").arg(durationText(*job.secondsLeft))
                               : QString();
    return job.seconds ? JobWordsText::tr("took %1").arg(durationText(*job.seconds)) : QString();
}

ProgressState jobProgressState(JobState state) {
    switch (state) {
        case JobState::Failed:
            return ProgressState::Failed;
        case JobState::Interrupted:
        case JobState::Cancelled:
            return ProgressState::Interrupted;
        case JobState::Queued:
            return ProgressState::Queued;
        default:
            return ProgressState::Running;
    }
}

}  // namespace winnow::ui
