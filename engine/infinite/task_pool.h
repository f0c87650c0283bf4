// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <functional>

namespace winnow::infinite {

/// Progress of one call: pairs of images done of all, reported from the calling thread.
struct PairProgress {
    const char* stage = "kernel";
    double done = 0, total = 0;
};

/// Runs task(number, thread) for 0..count-1 on LibTorch's own pool of threads; a thread that is
/// free takes the next number. A stop request ends it between two tasks with Cancelled; an
/// exception of a task ends it, too, and is rethrown. Reports nothing.
void forEachTask(int threads,
                 std::int64_t count,
                 const std::function<void(std::int64_t task, int thread)>& task,
                 const jobs::JobContext& context);
/// The same with reports: pairsOf(number) is what a task adds to `progress`.
void forEachTask(int threads,
                 std::int64_t count,
                 const std::function<void(std::int64_t task, int thread)>& task,
                 const std::function<double(std::int64_t task)>& pairsOf,
                 PairProgress& progress,
                 const jobs::JobContext& context);

}  // namespace winnow::infinite
