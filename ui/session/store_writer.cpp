// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/store_writer.h"

#include "engine/store/error.h"

#include <chrono>

namespace winnow::ui {
namespace {

constexpr std::chrono::seconds kRetry{2};

}  // namespace

StoreWriter::StoreWriter(std::filesystem::path folder, QObject* parent)
    : QObject(parent),
      m_folder(std::move(folder)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

StoreWriter::~StoreWriter() {
    m_thread.request_stop();
    m_thread.join();
}

void StoreWriter::add(Task task, int annotationWrites) {
    m_annotationWrites += annotationWrites;
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_all();
}

void StoreWriter::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_tasks.empty() || m_waitsForRoom; });
}

bool StoreWriter::isIdle() const {
    const std::lock_guard lock(m_mutex);
    return m_tasks.empty();
}

void StoreWriter::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, stop, [this] { return !m_tasks.empty(); });
        if (m_tasks.empty()) return;  // asked to stop
        const Task task = m_tasks.front();
        lock.unlock();
        const bool settled = attempt(task);
        lock.lock();
        m_waitsForRoom = !settled;
        if (settled || stop.stop_requested()) m_tasks.pop_front();
        m_changed.notify_all();
        if (!settled) m_changed.wait_for(lock, stop, kRetry, [] { return false; });
    }
}

bool StoreWriter::attempt(const Task& task) {
    try {
        if (!m_project) m_project.emplace(store::Project::open(m_folder, store::Access::Write));
        task(*m_project);
        return true;
    } catch (const Error& error) {
        const bool noRoom = error.kind() == ErrorKind::OutOfResources;
        const std::lock_guard lock(m_mutex);
        if (!noRoom || !m_waitsForRoom) Q_EMIT failed(QString::fromUtf8(error.what()), !noRoom);
        return !noRoom;
    }
}

}  // namespace winnow::ui
