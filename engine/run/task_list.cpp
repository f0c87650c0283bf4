// SPDX-License-Identifier: Apache-2.0
#include "engine/run/task_list.h"

#include "engine/models/device.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

namespace winnow::run {
namespace {

/// A stop request of the job reaches the tasks, and so does the failure of one of them.
class Runner {
public:
    Runner(const TaskList& tasks, const std::filesystem::path& folder, const jobs::JobContext& job)
        : m_tasks(tasks), m_folder(folder), m_job(job), m_results(at(tasks.count)) {}

    std::vector<store::NamedArrays> run() {
        findFinished();
        const auto threads = static_cast<std::int64_t>(models::threadsInUse());
        // By all tasks, not by those that are left: a resumed job gives each as many threads as one
        // that was never stopped, and so the same bits.
        const std::int64_t workers =
            std::min<std::int64_t>(m_tasks.workers > 0 ? m_tasks.workers : threads, m_tasks.count);
        if (workers <= 1)
            oneAfterTheOther();
        else if (!m_open.empty())
            inParallel(
                std::min<std::int64_t>(workers, std::ssize(m_open)), threads / workers, threads);
        std::vector<store::NamedArrays> all;
        for (auto& result : m_results) all.push_back(std::move(*result));
        return all;
    }

private:
    [[nodiscard]] std::filesystem::path fileOf(std::int64_t task) const {
        return m_folder / fmt::format("task-{:06}.npz", task);
    }
    /// A file that cannot be read is work to be done again, not an error.
    void findFinished() {
        for (std::int64_t task = 0; task < m_tasks.count; ++task) {
            if (std::filesystem::exists(fileOf(task))) try {
                    finish(task, store::readNpz(fileOf(task)));
                    continue;
                } catch (const Error& error) {
                    if (error.kind() != ErrorKind::BadInput) throw;
                }
            m_open.push_back(task);
        }
        if (m_finished > 0)
            m_job.report.note(fmt::format(
                "{}: {} of {} were done before", m_tasks.stage, m_finished, m_tasks.count));
    }
    void finish(std::int64_t task, store::NamedArrays result) {
        ++m_finished;
        m_job.report.progress(m_tasks.stage, m_finished, m_tasks.count);
        m_results[at(task)] = std::move(result);
        if (m_tasks.done) m_tasks.done(task, *m_results[at(task)]);
    }
    store::NamedArrays worked(std::int64_t task, std::stop_token stop) {
        jobs::SilentReporter silent;
        store::NamedArrays result = m_tasks.work(task, {std::move(stop), silent});
        store::writeNpz(fileOf(task), result);
        return result;
    }
    void oneAfterTheOther() {
        for (const std::int64_t task : m_open) {
            m_job.throwIfCancelled();
            finish(task, worked(task, m_job.stop));
        }
    }
    void inParallel(std::int64_t workers, std::int64_t threadsEach, std::int64_t threads) {
        std::stop_source stop;
        const std::stop_callback relay(m_job.stop, [&] { stop.request_stop(); });
        {
            std::vector<std::jthread> pool;
            for (std::int64_t w = 0; w < workers; ++w)
                pool.emplace_back([&] { workThrough(stop, threadsEach); });
            takeResults(workers, stop);
        }
        models::useThreads(threads);
        if (m_failure) std::rethrow_exception(m_failure);
        m_job.throwIfCancelled();
    }
    /// One worker: the next open task until there is none, or somebody stopped.
    void workThrough(std::stop_source& stop, std::int64_t threads) {
        models::useThreads(threads);
        for (;;) {
            std::unique_lock lock(m_mutex);
            if (stop.stop_requested() || m_next == m_open.size()) break;
            const std::int64_t task = m_open[m_next++];
            lock.unlock();
            try {
                auto result = worked(task, stop.get_token());
                lock.lock();
                m_ready.emplace_back(task, std::move(result));
            } catch (...) {
                if (!lock.owns_lock()) lock.lock();
                if (!m_failure) m_failure = std::current_exception();
                stop.request_stop();
            }
            m_changed.notify_one();
        }
        const std::lock_guard lock(m_mutex);
        ++m_ended;
        m_changed.notify_one();
    }
    /// The job's own thread: reports what the workers finish until all have ended. A report that
    /// fails ends the work as a failed task does, not only once every task is done.
    void takeResults(std::int64_t workers, std::stop_source& stop) {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [&] { return !m_ready.empty() || m_ended == workers; });
            if (m_ready.empty()) return;
            auto ready = std::move(m_ready);
            m_ready.clear();
            lock.unlock();
            std::exception_ptr failure;
            try {
                for (auto& [task, result] : ready) finish(task, std::move(result));
            } catch (...) {
                failure = std::current_exception();
                stop.request_stop();
            }
            lock.lock();
            if (failure && !m_failure) m_failure = failure;
        }
    }

    const TaskList& m_tasks;
    const std::filesystem::path& m_folder;
    const jobs::JobContext& m_job;
    std::vector<std::optional<store::NamedArrays>> m_results;
    std::vector<std::int64_t> m_open;
    std::int64_t m_finished = 0;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_next = 0;
    std::int64_t m_ended = 0;
    std::vector<std::pair<std::int64_t, store::NamedArrays>> m_ready;
    std::exception_ptr m_failure;
};

}  // namespace

std::vector<store::NamedArrays> runTasks(const TaskList& tasks,
                                         const std::filesystem::path& workFolder,
                                         const jobs::JobContext& job) {
    std::filesystem::create_directories(workFolder);
    return Runner(tasks, workFolder, job).run();
}

}  // namespace winnow::run
