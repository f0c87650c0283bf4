// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/job.h"

#include <QAbstractTableModel>

#include <functional>
#include <memory>
#include <vector>

namespace winnow::ui {

class Session;

/// The jobs of the open project: queued, running, done, failed and those cut off. Jobs that compute
/// run one at a time, in their order; others start at once. Finished rows come from the catalogue,
/// so that a job cut off comes back as interrupted and can be resumed; so does one that still
/// waited. Newest first.
class JobQueue : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, State, Progress, Left, Made, Columns };
    enum Role {
        NumberRole = Qt::UserRole + 1,
        StateRole,  ///< int of JobState
        ShareRole,  ///< done / total in [0,1], or invalid when unknown
        SentenceRole,
        JobRole,  ///< the whole Job
    };

    explicit JobQueue(Session* session, QObject* parent = nullptr);
    ~JobQueue() override;

    /// Nothing when the engine is where it should be, else the sentence that says what to do.
    [[nodiscard]] QString engineTrouble() const;

    /// Queues a job for the open project, or for `project` (an import that makes one). Its number.
    int start(const JobRequest& request, const QString& project = {});
    /// Asks a running job to stop and keeps what is finished; takes a queued one out.
    void cancel(int number);
    /// Queues the same request again: goes on with kept work where the kind can, else from the
    /// start.
    int resume(int number);
    /// Takes a finished or interrupted job off the list, for good.
    void remove(int number);
    /// Cancels what runs and waits at most `milliseconds` for it to end. Nothing is started after
    /// that; what waits in the open project is offered at the next start.
    void shutDown(int milliseconds);

    /// In the order of rows, newest first.
    [[nodiscard]] const std::vector<Job>& jobs() const;
    /// Nullptr when it is not in the list.
    [[nodiscard]] const Job* job(int number) const;
    /// What runs, else what waits; nullptr when idle.
    [[nodiscard]] const Job* runningJob() const;
    /// The same of one kind, among those `accept` takes; without it, all.
    [[nodiscard]] const Job* present(const QString& kind,
                                     const std::function<bool(const Job&)>& accept = {}) const;
    /// The newest job of a kind, e.g. what the Train page follows.
    [[nodiscard]] const Job* latest(const QString& kind) const;
    [[nodiscard]] int rowOf(int number) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

Q_SIGNALS:
    void jobChanged(int number);
    void metric(int number, const winnow::ui::MetricPoint& point);
    /// An artifact was stored; the session knows it already.
    void artifactMade(int number, const QString& id, const QString& kind);
    /// Ended in whichever way; see job(number)->state. `project`: its folder.
    void jobEnded(int number, const QString& project);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
