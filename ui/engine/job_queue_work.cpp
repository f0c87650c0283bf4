// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/job_queue_state.h"

#include <algorithm>

namespace winnow::ui {

void JobQueue::Impl::startWaiting() {
    if (closing) return;
    const auto heavyRuns = [this] {
        return std::ranges::any_of(work, [](const auto& entry) {
            return entry.second.heavy && entry.second.process != nullptr;
        });
    };
    for (auto& [number, each] : work) {  // oldest first
        Job* job = find(number);
        if (job == nullptr || job->state != JobState::Queued || (each.heavy && heavyRuns()))
            continue;
        run(*job);
    }
}

void JobQueue::Impl::run(Job& job) {
    const int number = job.number;
    Work& each = work.at(number);
    each.process = std::make_unique<EngineProcess>();
    EngineProcess* process = each.process.get();
    QObject::connect(
        process, &EngineProcess::event, queue, [this, number](const EngineEvent& event) {
            take(number, event);
        });
    QObject::connect(process, &EngineProcess::said, queue, [this, number](const QString& line) {
        if (Job* speaking = find(number)) JobProgress::log(*speaking, line);
        changed(number);
    });
    QObject::connect(process, &EngineProcess::silenceChanged, queue, [this, number](bool silent) {
        if (Job* speaking = find(number))
            speaking->sentence = silent ? JobQueue::tr(
                                              "The engine has said nothing for a while. "
                                              "Cancel keeps what is finished.")
                                        : QString();
        changed(number);
    });
    QObject::connect(
        process, &EngineProcess::ended, queue, [this, number](const EngineEnding& how) {
            ended(number, how);
        });
    job.state = JobState::Running;
    job.started = QDateTime::currentDateTimeUtc();
    process->start(job.request, each.project);
    changed(number);
}

void JobQueue::Impl::take(int number, const EngineEvent& event) {
    Job* job = find(number);
    Work& each = work.at(number);
    each.pid = each.process->processId();
    each.progress.take(event, *job);
    if (event.kind == EngineEvent::Kind::Metric) Q_EMIT queue->metric(number, job->metrics.back());
    if (event.kind == EngineEvent::Kind::Artifact) {
        session->refresh();
        Q_EMIT queue->artifactMade(number, event.text, event.artifactKind);
    }
    changed(number);
}

void JobQueue::Impl::ended(int number, const EngineEnding& ending) {
    Job* job = find(number);
    Work& each = work.at(number);
    each.pid = each.process->processId();
    // We are in a signal of the process.
    each.process.release()->deleteLater();
    job->state = ending.state;
    job->ended = QDateTime::currentDateTimeUtc();
    job->seconds = ending.seconds;
    job->secondsLeft.reset();
    job->perSecond.reset();
    if (!ending.artifact.isEmpty()) job->artifact = ending.artifact;
    job->summary = ending.summary;
    job->sentence = ending.sentence;
    if (ending.state != JobState::Done)
        job->sentence = (job->sentence + QLatin1Char(' ') + keptText(*job)).trimmed();
    if (!ending.sentence.isEmpty()) JobProgress::log(*job, ending.sentence);
    const QString project = each.project;
    changed(number);
    session->refresh();
    sync();
    Q_EMIT queue->jobEnded(number, project);
    startWaiting();
    storeWaiting();
}

}  // namespace winnow::ui
