// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/job_progress.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <cmath>

namespace winnow::ui {
namespace {

constexpr qint64 kWindow = 5000;   // milliseconds over which the rate is measured
constexpr qint64 kShortest = 500;  // less is noise
constexpr qsizetype kLongestLog = 2000;

/// The context of this file's words.
struct JobProgressText {
    Q_DECLARE_TR_FUNCTIONS(Job)
};

}  // namespace

void JobProgress::log(Job& job, const QString& line) {
    job.log += line;
    if (job.log.size() > kLongestLog) job.log.removeFirst();
}

void JobProgress::take(const EngineEvent& event, Job& job) {
    switch (event.kind) {
        case EngineEvent::Kind::Progress:
            if (event.text != job.stage) {
                m_marks.clear();
                job.perSecond.reset();
                log(job, event.text);
            }
            job.stage = event.text;
            job.done = event.done;
            job.total = event.total;
            job.secondsLeft = event.secondsLeft;
            measure(job);
            break;
        case EngineEvent::Kind::Metric:
            job.metrics += {event.text, event.step, event.value};
            break;
        case EngineEvent::Kind::Artifact:
            job.artifact = event.text;
            log(job, JobProgressText::tr("Stored %1").arg(event.text));
            break;
        case EngineEvent::Kind::Warning:
            job.warnings += event.text;
            log(job, event.text);
            break;
        case EngineEvent::Kind::Error:
            log(job, event.text);
            break;
        case EngineEvent::Kind::Done:
            break;
    }
}

void JobProgress::measure(Job& job) {
    if (!m_clock.isValid()) m_clock.start();
    const qint64 now = m_clock.elapsed();
    m_marks.push_back({now, job.done});
    while (m_marks.size() > 2 && now - m_marks.front().milliseconds > kWindow) m_marks.pop_front();
    const Mark& first = m_marks.front();
    if (now - first.milliseconds >= kShortest && job.done >= first.done)
        job.perSecond = 1000.0 * static_cast<double>(job.done - first.done) /
                        static_cast<double>(now - first.milliseconds);
}

QString keptText(const Job& job) {
    if (!job.resumable || job.done <= 0 || job.total <= 0) return {};
    return JobProgressText::tr("%1 of %2 kept (%3).")
        .arg(countText(job.done), countText(job.total), job.stage);
}

}  // namespace winnow::ui
