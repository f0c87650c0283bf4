// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"

#include <QObject>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace winnow::ui {

/// Stores what a person does, in order, in a thread of its own: a commit waits for the disk, the
/// window does not. A full disk keeps the tasks; they are tried again until there is room.
class StoreWriter : public QObject {
    Q_OBJECT

public:
    using Task = std::function<void(store::Project&)>;

    explicit StoreWriter(std::filesystem::path folder, QObject* parent = nullptr);
    /// Does what is still to be done, each task once more.
    ~StoreWriter() override;

    /// `annotationWrites`: by how much the task raises store::Annotations::version().
    void add(Task task, int annotationWrites = 0);
    /// Returns when all tasks so far are done or given up.
    void wait();
    [[nodiscard]] bool isIdle() const;
    /// By how much all tasks so far raise store::Annotations::version().
    [[nodiscard]] std::int64_t annotationWrites() const { return m_annotationWrites; }

Q_SIGNALS:
    /// One sentence. `lost`: the task was given up, so that what the window shows is not what is
    /// stored; else it waits for room.
    void failed(const QString& sentence, bool lost);

private:
    void work(const std::stop_token& stop);
    /// False when it is to be tried again.
    bool attempt(const Task& task);

    std::filesystem::path m_folder;
    std::optional<store::Project> m_project;  // of the writing thread
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Task> m_tasks;
    bool m_waitsForRoom = false;
    std::int64_t m_annotationWrites = 0;  // of the window's thread
    std::jthread m_thread;
};

}  // namespace winnow::ui
