// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace winnow::ui {

struct Job;
class JobQueue;
class Session;

/// The experiments of one kind for the chosen data set, newest first; the job that makes one, or
/// waits to, stands before them and is turned to when it begins, its result when it ends.
class ExperimentChoice : public QComboBox {
    Q_OBJECT

public:
    /// `artifact` and `job`: the kinds as the store and the engine call them.
    ExperimentChoice(Session* session,
                     JobQueue* jobs,
                     const QString& artifact,
                     const QString& job,
                     QWidget* parent = nullptr);

    /// Id of the chosen one; empty: the job, or there is none.
    [[nodiscard]] QString chosen() const;
    /// Unknown ids are passed over.
    void choose(const QString& id);
    /// The job, where it is the chosen one; nullptr otherwise.
    [[nodiscard]] const Job* running() const;

Q_SIGNALS:
    /// By a person, or because something came or went.
    void chosenChanged();
    /// The chosen job has reported something.
    void reported();

private:
    void list();
    [[nodiscard]] const Job* active() const;

    Session* m_session;
    JobQueue* m_jobs;
    QString m_artifact, m_job;
    QList<QPair<QString, QString>> m_entries;  ///< text and id
    bool m_newest = true;                      ///< the person has not picked an earlier one
};

}  // namespace winnow::ui
