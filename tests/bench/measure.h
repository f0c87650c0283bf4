// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/process_settings.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <unistd.h>

/// What the benches share: clocks, and the settings that a job has in winnow-engine.
namespace winnow::bench {

inline double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Of this process, all of its threads.
inline double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Allocator and waiting threads as in winnow-engine. libgomp, already loaded in a bench, reads its
/// settings at its start only: so this starts the program once more.
inline void runAsTheEngineDoes(char** argv) {
    app::keepFreedMemory();
    if (std::getenv("GOMP_SPINCOUNT") != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr)
        return;
    app::waitPatiently();
    execv("/proc/self/exe", argv);
}

}  // namespace winnow::bench
