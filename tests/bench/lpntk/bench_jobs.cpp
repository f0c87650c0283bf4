// SPDX-License-Identifier: Apache-2.0
// Runs jobs one after the other in this process, files and catalogue included, and prints one JSON
// line with the wall and CPU time of each:
//   bench_jobs PROJECT KIND FIELDS [KIND FIELDS]...      FIELDS: JSON, as in a job file
// A peer's time does not count the start of Python either. Compared with NumPy by compare.py.
#include "engine/run/executor.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <malloc.h>

using namespace winnow;

namespace {

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4 || argc % 2 != 0) {
        std::fprintf(stderr, "usage: bench_jobs PROJECT KIND FIELDS [KIND FIELDS]...\n");
        return 2;
    }
    // As winnow-engine does (compute_library.cpp).
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 1 << 26);
    auto project = store::Project::open(argv[1], store::Access::Write);
    jobs::SilentReporter silent;
    for (int i = 2; i + 1 < argc; i += 2) {
        const auto wall = std::chrono::steady_clock::now();
        const double cpu = cpuSeconds();
        const run::JobOutcome outcome =
            run::runJob(project, argv[i], nlohmann::json::parse(argv[i + 1]), {{}, silent});
        std::printf("{\"artifact\": \"%s\", \"wall\": %.6f, \"cpu\": %.6f}\n",
                    outcome.artifact.c_str(),
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
                    cpuSeconds() - cpu);
        std::fflush(stdout);
    }
    return 0;
}
