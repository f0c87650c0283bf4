// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace winnow::ui {

class JobQueue;
struct Job;
class Session;

/// The trainings of the chosen data set: the one that runs now, if any, then the stored ones,
/// newest first.
class RunModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, HeldOut, Test, Columns };
    enum Role { IdRole = Qt::UserRole + 1 };  ///< artifact id; empty for the one that runs

    RunModel(Session* session, JobQueue* jobs, QObject* parent = nullptr);

    /// The newest training job of the chosen data set, in whichever state; nullptr when there is
    /// none.
    [[nodiscard]] const Job* latestJob() const;
    /// The same when it runs or waits.
    [[nodiscard]] const Job* activeJob() const;

    /// Row of a stored run, of the running one for an empty id; -1 when it is not there.
    [[nodiscard]] int rowOf(const QString& id) const;
    [[nodiscard]] QString idAt(int row) const;
    /// The newest stored run made before `id`; before all jobs end for an empty id. Empty: none.
    [[nodiscard]] QString earlierThan(const QString& id) const;
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    struct Row {
        QString id, name, about;
        double heldOut, test;  ///< accuracy 0 to 1, NaN: none
    };
    void rebuild();
    [[nodiscard]] std::vector<Row> rows() const;

    Session* m_session;
    JobQueue* m_jobs;
    std::vector<Row> m_rows;
};

/// What the job will be called once stored: the name it was given, else "new run".
[[nodiscard]] QString runNameOf(const Job& job);

}  // namespace winnow::ui
