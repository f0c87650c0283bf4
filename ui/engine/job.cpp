// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/job.h"

#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct JobText {
    Q_DECLARE_TR_FUNCTIONS(Job)
};

}  // namespace

QJsonObject jobFields(const Job& job) {
    return QJsonDocument::fromJson(job.request.fields).object();
}

bool isOfDataset(const Job& job, const Session& session) {
    const QString dataset = session.chosen(Part::Dataset);
    const QString named = jobFields(job)[QLatin1String("dataset")].toString();
    return !dataset.isEmpty() && (named == dataset || named == session.title(dataset));
}

double jobShare(const Job& job) {
    if (job.state == JobState::Done) return 1;
    return job.total > 0 ? static_cast<double>(job.done) / static_cast<double>(job.total) : -1;
}

QString jobProgressText(const Job& job) {
    if (job.state == JobState::Queued) return JobText::tr("Waits for the job before it");
    const QString stage = job.stage.isEmpty() ? JobText::tr("Starting") : job.stage;
    if (job.total <= 0) return stage;
    return JobText::tr("%1: %2 of %3").arg(stage, countText(job.done), countText(job.total));
}

QString jobStateText(JobState state) {
    switch (state) {
        case JobState::Queued:
            return JobText::tr("Queued");
        case JobState::Running:
            return JobText::tr("Running");
        case JobState::Cancelling:
            return JobText::tr("Stopping");
        case JobState::Done:
            return JobText::tr("Done");
        case JobState::Cancelled:
            return JobText::tr("Cancelled");
        case JobState::Failed:
            return JobText::tr("Failed");
        case JobState::Interrupted:
            return JobText::tr("Interrupted");
    }
    return {};
}

}  // namespace winnow::ui
