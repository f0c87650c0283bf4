// SPDX-License-Identifier: Apache-2.0
// Runs jobs one after the other in this process, files and catalogue included, and prints one JSON
// line with the wall and CPU time of each:
//   bench_jobs PROJECT KIND FIELDS [KIND FIELDS]...      FIELDS: JSON, as in a job file
// A peer's time does not count the start of Python either. Compared with NumPy by compare.py.
#include "engine/run/executor.h"
#include "tests/bench/measure.h"

#include <nlohmann/json.hpp>

#include <cstdio>

using namespace winnow;

int main(int argc, char** argv) {
    if (argc < 4 || argc % 2 != 0) {
        std::fprintf(stderr, "usage: bench_jobs PROJECT KIND FIELDS [KIND FIELDS]...\n");
        return 2;
    }
    bench::runAsTheEngineDoes(argv);
    auto project = store::Project::open(argv[1], store::Access::Write);
    jobs::SilentReporter silent;
    for (int i = 2; i + 1 < argc; i += 2) {
        const double wall = bench::wallSeconds();
        const double cpu = bench::cpuSeconds();
        const run::JobOutcome outcome =
            run::runJob(project, argv[i], nlohmann::json::parse(argv[i + 1]), {{}, silent});
        std::printf("{\"artifact\": \"%s\", \"wall\": %.6f, \"cpu\": %.6f}\n",
                    outcome.artifact.c_str(),
                    bench::wallSeconds() - wall,
                    bench::cpuSeconds() - cpu);
        std::fflush(stdout);
    }
    return 0;
}
