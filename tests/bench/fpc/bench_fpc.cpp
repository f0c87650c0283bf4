// SPDX-License-Identifier: Apache-2.0
// bench_fpc KERNEL.npy CENTROIDS OUT.npy [REPEAT]: farthest point clustering of a mapped float32
// kernel. Prints one JSON line: the best wall and CPU seconds of one clustering, the bytes of
// columns it read, and this machine's bandwidth of reading the very same rows in the same order, in
// GB/s.
#include "engine/select/fpc.h"
#include "engine/select/stored_columns.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "tests/bench/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>

namespace {

using namespace winnow;

/// Seconds to add up the rows as integers: nothing but loads.
double readSeconds(std::span<const float> kernel,
                   std::int64_t n,
                   const std::vector<std::int64_t>& rows) {
    const double began = bench::wallSeconds();
    std::uint64_t sum = 0;
    for (const std::int64_t row : rows) {
        const auto* words = reinterpret_cast<const std::uint32_t*>(kernel.data() + row * n);
        for (std::int64_t i = 0; i < n; ++i) sum += words[i];
    }
    volatile std::uint64_t kept = sum;
    (void)kept;
    return bench::wallSeconds() - began;
}

void measure(const char* file, std::int64_t centroids, const char* out, int repeats) {
    const store::MappedNpy mapped(file);
    const auto kernel = mapped.as<float>();
    const std::int64_t n = mapped.shape().at(0);
    jobs::SilentReporter silent;
    double wall = std::numeric_limits<double>::infinity(), cpu = wall, read = wall;
    select::FpcResult<float> result;
    for (int r = 0; r < repeats; ++r) {
        const double wallBegan = bench::wallSeconds(), cpuBegan = bench::cpuSeconds();
        select::StoredColumns<float> columns(kernel, n);
        result = select::farthestPointClusters(columns, {.centroids = centroids}, {{}, silent});
        wall = std::min(wall, bench::wallSeconds() - wallBegan);
        cpu = std::min(cpu, bench::cpuSeconds() - cpuBegan);
        read = std::min(read, readSeconds(kernel, n, result.centroids));
    }
    store::writeNpy<std::int64_t>(out, result.centroids, {std::ssize(result.centroids)});
    const double bytes =
        static_cast<double>(n) * sizeof(float) * static_cast<double>(result.centroids.size());
    fmt::print(
        "{{\"wall_s\": {:.4f}, \"cpu_s\": {:.4f}, \"bytes\": {:.0f}, \"read_gb_per_s\": {:.2f}}}\n",
        wall,
        cpu,
        bytes,
        bytes / read / 1e9);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        fmt::print(stderr, "usage: bench_fpc KERNEL.npy CENTROIDS OUT.npy [REPEAT]\n");
        return 2;
    }
    try {
        measure(argv[1], std::atoll(argv[2]), argv[3], argc > 4 ? std::atoi(argv[4]) : 3);
    } catch (const winnow::Error& error) {
        fmt::print(stderr, "bench_fpc: {}\n", error.what());
        return 2;
    }
    return 0;
}
