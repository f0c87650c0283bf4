// SPDX-License-Identifier: Apache-2.0
// Times a kernel of an infinitely wide network on plain files and prints one JSON line per repeat:
//   bench_infinite KERNEL X1.npy X2.npy G.npy THREADS REPEATS OUT.npz
// forward: K(x1, x2); vjp: K and the gradient of sum G K by x2. Both results of the last repeat go
// to OUT. peak: of multiply-adds on one thread, measured beside. Compared with neural-tangents by
// compare.py.
#include "engine/infinite/cost.h"
#include "engine/infinite/kernel.h"
#include "engine/models/device.h"
#include "engine/models/tensors.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "tests/bench/measure.h"

#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

using namespace winnow;

namespace {

jobs::SilentReporter silent;
const jobs::JobContext context{{}, silent};

struct Seconds {
    double wall, cpu;
};

template <typename Work>
Seconds timed(const Work& work) {
    const double wall = bench::wallSeconds();
    const double cpu = bench::cpuSeconds();
    work();
    return {bench::wallSeconds() - wall, bench::cpuSeconds() - cpu};
}

/// Flop per second of one thread's best float32 matrix product of 1024 x 1024.
double gemmRate() {
    const at::Tensor a = at::randn({1024, 1024});
    double best = 0;
    const int threads = models::threadsInUse();
    models::useThreads(1);
    for (int i = 0; i < 5; ++i)
        best = std::max(best, 2.0 * 1024 * 1024 * 1024 / timed([&] { (void)at::mm(a, a); }).cpu);
    models::useThreads(threads);
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) return 2;
    bench::runAsTheEngineDoes(argv);
    const at::NoGradGuard noGrad;
    const auto read = [&](int i) { return models::toTensor(store::readNpy(argv[i])); };
    const at::Tensor x1 = read(2), x2 = read(3), g = read(4).to(at::kDouble);
    const int threads = std::atoi(argv[5]);
    models::useThreads(threads);
    const infinite::KernelSpec spec = infinite::parseKernel(argv[1]);
    const infinite::ImageShape shape{x1.size(1), x1.size(2), x1.size(3)};
    const infinite::Kernel kernel(spec, shape, {.threads = threads});
    const infinite::Cost cost = infinite::cost(spec, shape, x1.size(0), x2.size(0));
    const double rate = gemmRate();
    at::Tensor k, gradient;
    for (int repeat = 0; repeat < std::atoi(argv[6]); ++repeat) {
        const Seconds forward = timed([&] { k = kernel.matrix(x1, x2, context); });
        const Seconds vjp = timed([&] { gradient = kernel.vjp(x1, x2, g, context); });
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf(
            "{\"forward_wall\": %g, \"forward_cpu\": %g, \"vjp_wall\": %g, \"vjp_cpu\": %g, "
            "\"pairs\": %g, \"flop\": %g, \"gemm\": %g, \"peak_gb\": %g}\n",
            forward.wall,
            forward.cpu,
            vjp.wall,
            vjp.cpu,
            cost.pairs,
            cost.flop,
            rate,
            1e-6 * static_cast<double>(usage.ru_maxrss));
        std::fflush(stdout);
    }
    store::writeNpz(argv[7],
                    {{"kernel", models::toArray(k)}, {"gradient", models::toArray(gradient)}});
}
