// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/array.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// Work of many parts that do not need each other: repeats, seeds, methods, sets of samples.
namespace winnow::run {

struct TaskList {
    std::string stage;  ///< what progress is told under
    std::int64_t count = 0;
    /// Does task 0, 1, ... in whichever thread; the numbers it returns are kept. Its context can be
    /// asked whether to stop and reports to nobody. Must not depend on the other tasks.
    std::function<store::NamedArrays(std::int64_t task, const jobs::JobContext& job)> work{};
    /// A task is done, or was found done: partial results. In the caller's thread; may be empty.
    std::function<void(std::int64_t task, const store::NamedArrays& result)> done{};
    /// Tasks at a time, which share the threads in use evenly; 1: one after the other, each with
    /// all threads (for what is computed on a GPU, or draws from LibTorch's one generator); 0: as
    /// many as threads are in use.
    std::int64_t workers = 0;
};

/// Runs them all. A finished task's numbers stand in `workFolder` (task-<number>.npz, atomic), so a
/// job that was stopped or killed does only what was left. The first exception of a task ends the
/// others and is thrown; Cancelled when `job` is stopped. Results in the order of the tasks.
[[nodiscard]] std::vector<store::NamedArrays> runTasks(const TaskList& tasks,
                                                       const std::filesystem::path& workFolder,
                                                       const jobs::JobContext& job);

}  // namespace winnow::run
