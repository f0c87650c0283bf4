// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

#include <cstdint>
#include <optional>

namespace winnow::ui {

class Session;

/// What a form asks the engine to do. `fields` is a JSON object with the declaration's keys.
struct JobRequest {
    QString kind;
    QByteArray fields = "{}";
};

enum class JobState { Queued, Running, Cancelling, Done, Cancelled, Failed, Interrupted };

/// One point of a curve a job reports.
struct MetricPoint {
    QString name;
    std::int64_t step = 0;
    double value = 0;  ///< NaN when it is not finite
};

/// A job as the jobs' list shows it.
struct Job {
    int number = 0;  ///< in this queue, never given twice
    QString id;      ///< the catalogue's, "job-7"; empty before it has one
    JobRequest request;
    QString title;  ///< the declaration's: "Train a network"
    JobState state = JobState::Queued;
    bool elsewhere = false;  ///< another program runs it, or a window that was killed started it
    bool resumable = false;  ///< starting it again goes on where it stopped

    QString stage;
    std::int64_t done = 0, total = 0;   ///< total 0: unknown
    std::optional<double> perSecond;    ///< measured over the last seconds
    std::optional<double> secondsLeft;  ///< of this stage, as the engine estimates
    std::optional<double> seconds;      ///< it took
    QDateTime created, started, ended;  ///< UTC
    QString sentence;                   ///< how it failed, what was kept; empty: nothing to say
    QString artifact;                   ///< id of what it made
    QByteArray summary;                 ///< JSON object: the figures of its last event
    QStringList warnings;
    QStringList log;               ///< what it said, oldest first, at most 2,000 lines
    QVector<MetricPoint> metrics;  ///< of this attempt
};

[[nodiscard]] inline bool isActive(JobState state) {
    return state == JobState::Running || state == JobState::Cancelling;
}
/// Runs or waits: it has not ended.
[[nodiscard]] inline bool isPresent(JobState state) {
    return isActive(state) || state == JobState::Queued;
}
[[nodiscard]] QString jobStateText(JobState state);
/// What the job was told, by the declaration's keys.
[[nodiscard]] QJsonObject jobFields(const Job& job);
/// Its fields name the chosen data set, by id or by title.
[[nodiscard]] bool isOfDataset(const Job& job, const Session& session);
/// done / total of the stage, 1 of a job that is done; -1 unknown.
[[nodiscard]] double jobShare(const Job& job);
/// "train: 12 of 30", as the engine calls what it counts; that it waits or starts before that.
[[nodiscard]] QString jobProgressText(const Job& job);

}  // namespace winnow::ui

Q_DECLARE_METATYPE(winnow::ui::Job)
