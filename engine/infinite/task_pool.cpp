// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/task_pool.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

namespace winnow::infinite {
namespace {

/// What the threads of one call share.
struct Shared {
    std::atomic<std::int64_t> next = 0;
    std::atomic<bool> over = false;
    std::mutex mutex;
    std::exception_ptr failure;

    void fail() {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        over = true;
    }
};

}  // namespace

void forEachTask(int threads,
                 std::int64_t count,
                 const std::function<void(std::int64_t, int)>& task,
                 const jobs::JobContext& context) {
    Shared shared;
    const auto work = [&](int thread) {
        try {
            for (std::int64_t t = shared.next++; t < count && !shared.over; t = shared.next++) {
                context.throwIfCancelled();
                task(t, thread);
            }
        } catch (...) {
            shared.fail();
        }
    };
    const int workers = static_cast<int>(std::clamp<std::int64_t>(count, 1, threads));
#pragma omp parallel for num_threads(workers) schedule(static, 1)
    for (int thread = 0; thread < workers; ++thread) work(thread);
    if (shared.failure) std::rethrow_exception(shared.failure);
}

void forEachTask(int threads,
                 std::int64_t count,
                 const std::function<void(std::int64_t, int)>& task,
                 const std::function<double(std::int64_t)>& pairsOf,
                 PairProgress& progress,
                 const jobs::JobContext& context) {
    std::atomic<double> done = progress.done;
    const auto report = [&] {
        context.report.progress(progress.stage,
                                static_cast<std::int64_t>(done),
                                static_cast<std::int64_t>(progress.total));
    };
    forEachTask(
        threads,
        count,
        [&](std::int64_t t, int thread) {
            task(t, thread);
            done += pairsOf(t);
            if (thread == 0) report();  // the reporter knows the calling thread alone
        },
        context);
    report();
    progress.done = done;
}

}  // namespace winnow::infinite
