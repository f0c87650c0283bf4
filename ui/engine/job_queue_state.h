// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"
#include "ui/engine/engine_process.h"
#include "ui/engine/job_progress.h"
#include "ui/engine/job_queue.h"
#include "ui/session/session.h"

#include <QSet>
#include <QTimer>

#include <map>

namespace winnow::ui {

/// What a JobQueue holds. Of ui/engine alone.
struct JobQueue::Impl {
    /// A job this program started.
    struct Work {
        QString project;  ///< folder
        bool heavy = true;
        qint64 pid = 0;
        std::unique_ptr<EngineProcess> process;  ///< null: waiting, or over
        JobProgress progress;
    };

    // ---- job_queue.cpp
    [[nodiscard]] Job* find(int number);
    /// What runs, else what waits longest, of those `accept` takes.
    [[nodiscard]] const Job* present(const std::function<bool(const Job&)>& accept) const;
    void changed(int number);
    void insert(Job job);
    void erase(int number);

    // ---- job_queue_work.cpp
    void startWaiting();
    void run(Job& job);
    void take(int number, const EngineEvent& event);
    void ended(int number, const EngineEnding& ending);

    // ---- job_queue_catalogue.cpp
    void sync();
    void forget();
    void hide(const QString& id);
    [[nodiscard]] QSet<QString> hidden() const;
    /// The number of our job that wrote this row; 0 when it is none of ours.
    [[nodiscard]] int ours(const store::JobRow& row);
    /// Whether one of our engines writes this row beside its own: a demo runs other jobs.
    [[nodiscard]] bool isPartOfOurs(const store::JobRow& row) const;
    void takeRow(const store::JobRow& row);
    void watchOthers();
    void cancelElsewhere(Job& job);

    // ---- job_queue_waiting.cpp: jobs that wait have no row in the catalogue yet
    /// Keeps those of the open project in its settings, so that the next start can offer them.
    void storeWaiting();
    /// Lists as interrupted what waited when the program ended.
    void recallWaiting();
    [[nodiscard]] bool isListed(const JobRequest& request, const QDateTime& created) const;

    JobQueue* queue;
    Session* session;
    std::vector<Job> jobs;     // newest first
    std::map<int, Work> work;  // by number
    int lastNumber = 0;
    std::vector<QDateTime> takenOut;  // when jobs were queued that were cancelled before their turn
    bool closing = false;             // for good: nothing more is started
    QTimer watching;  // jobs of other programs: the end of a killed one changes no catalogue
};

}  // namespace winnow::ui
