// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/convolution_kernel.h"

#include "engine/infinite/dense_maps.h"
#include "engine/infinite/ordered_sums.h"
#include "engine/infinite/task_pool.h"
#include "engine/models/aligned.h"
#include "engine/store/index.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace winnow::infinite {
namespace {

/// Images of one side that are prepared at a time: bounds the memory of a call on two sets. A
/// symmetric one prepares all it has, as each meets every other.
constexpr std::int64_t kTileImages = 1024;
/// Entries through convolution and ReLU that make a task worth handing out.
constexpr double kTaskEntries = 5e7;
constexpr std::int64_t kMostFirst = 64;

/// Images ready for pairs: in blocks of lanes with their maps, and each for itself.
template <typename T>
struct Prepared {
    std::int64_t count = 0, blocks = 0;
    const T* images = nullptr;       ///< [count, C,H,W], the caller's
    models::Aligned<T> blockPixels;  ///< [blocks, C,H,W, lanes]
    models::Aligned<T> blockMaps;    ///< [blocks, mapPixels, 2, lanes]
    std::vector<T> maps;             ///< [count, mapPixels, 2]
    std::optional<DenseMaps> dense;
    std::int64_t room = 0;  ///< blocks there is memory for
};

/// What the way back of an image and a block needs of their way forward.
template <typename T>
struct PairTrace {
    models::Aligned<T> workspace;
    models::Aligned<double> k, theta;  ///< [lanes, padded]
    PlaneTask<T> planes;
    DenseTask layers;
};

/// A thread's own memory.
template <typename T>
struct PairBench {
    std::vector<PairTrace<T>> traces;      ///< one, or those of all images that meet a block
    models::Aligned<T> values, cotangent;  ///< [2, lanes]
    models::Aligned<T> firstPixels, firstVariances, secondPixels, secondVariances;
    models::Aligned<double> kernel, g, kBar, thetaBar;  ///< [lanes, padded]
    models::Aligned<double> secondHead;                 ///< [hidden, padded lanes]
    std::vector<double> firstSum, secondSum;
};

template <typename T>
struct ConvolutionKernel final : SetKernel<T> {
    PlanePlan plan;
    DensePlan head;
    ImageShape shape;
    const PlaneKernels<T>& kernels;
    const SumKernels<T>& adding;
    const DenseKernels& dense;
    int threads;
    std::vector<PairBench<T>> benches;
    Prepared<T> firstSet, secondSet;

    ConvolutionKernel(const KernelSpec& spec,
                      const Architecture& architecture,
                      const ImageShape& images,
                      const KernelTables& tables,
                      int threadCount)
        : plan(planePlan(spec, architecture, images)),
          head(densePlan(spec, architecture, images)),
          shape(images),
          kernels(tables.of<T>().planes),
          adding(tables.of<T>().sums),
          dense(tables.dense),
          threads(threadCount) {
        for (int thread = 0; thread < threads; ++thread) benches.push_back(newBench());
    }

    [[nodiscard]] std::int64_t lanes() const { return kernels.lanes; }
    /// Of one image's adjoints: pixels, variances, and those of the dense layers.
    [[nodiscard]] std::int64_t adjoints() const {
        return shape.values() + plan.mapPixels + head.hiddenCount;
    }
    [[nodiscard]] PairTrace<T> newTrace() const;
    [[nodiscard]] PairBench<T> newBench() const;
    [[nodiscard]] std::int64_t firstPerTask() const;

    void prepare(Prepared<T>& set, ImageSpan<T> images, const jobs::JobContext& context);
    void prepareBlock(Prepared<T>& set,
                      std::int64_t block,
                      PairBench<T>& bench,
                      double* tops) const;

    /// Adjoints summed over pairs: of each image [adjoints], of each block [adjoints, lanes].
    struct Sums {
        OrderedSums* first = nullptr;
        OrderedSums* second = nullptr;
    };
    /// What the pairs of two prepared sets are wanted for.
    struct Job {
        const Prepared<T>* first = nullptr;
        const Prepared<T>* second = nullptr;
        bool symmetric = false;     ///< one set; pairs j >= i
        bool transposed = false;    ///< `first` are the columns of the matrices
        std::int64_t columns = 0;   ///< of the matrices
        double* out = nullptr;      ///< at the tile's corner
        const double* g = nullptr;  ///< null: no gradient
        Sums sums = {};
        std::int64_t part = 0;  ///< number of the sums' first part
        /// Finds `g` of a block's pairs with all of `first`, when those are in `out`; null: it is
        /// there. Only where `transposed`, which makes them rows of the matrices.
        std::function<void(std::int64_t begin, std::int64_t count)> findG = {};

        [[nodiscard]] std::int64_t at(std::int64_t i, std::int64_t j) const {
            return transposed ? j * columns + i : i * columns + j;
        }
    };
    void run(const Job& job, PairProgress& progress, const jobs::JobContext& context);
    void runTask(const Job& job,
                 std::int64_t begin,
                 std::int64_t end,
                 std::int64_t chunk,
                 std::int64_t block,
                 PairBench<T>& bench,
                 const jobs::JobContext& context) const;
    void runBlock(const Job& job,
                  std::int64_t block,
                  PairBench<T>& bench,
                  const jobs::JobContext& context) const;
    void forward(const Job& job,
                 std::int64_t i,
                 std::int64_t block,
                 PairTrace<T>& trace,
                 PairBench<T>& bench) const;
    void reverse(const Job& job,
                 std::int64_t i,
                 std::int64_t block,
                 const PairTrace<T>& trace,
                 PairBench<T>& bench) const;
    void selfBack(const Prepared<T>& set,
                  const Sums& sums,
                  double* gradient,
                  const jobs::JobContext& context);
    void selfBackBlock(const Prepared<T>& set,
                       std::int64_t block,
                       const Sums& sums,
                       double* gradient,
                       PairBench<T>& bench) const;
    [[nodiscard]] std::int64_t padded(std::int64_t n) const {
        return (n + lanes() - 1) / lanes() * lanes();
    }
    /// Of a call on two sets: see Job and SetKernel.
    struct Matrices {
        double* out = nullptr;
        const double* g = nullptr;
        double* gradient = nullptr;
        bool transposed = false;
        std::function<void(std::int64_t begin, std::int64_t count)> findG = {};
    };
    void tiles(ImageSpan<T> x1,
               ImageSpan<T> x2,
               const Matrices& matrices,
               const jobs::JobContext& context);
    void rectangle(ImageSpan<T> x1,
                   ImageSpan<T> x2,
                   const double* g,
                   double* gradient,
                   double* out,
                   const jobs::JobContext& context) override;
    bool rectangleOnce(ImageSpan<T> x1,
                       ImageSpan<T> x2,
                       const RowCotangent& cotangent,
                       double* g,
                       double* gradient,
                       double* out,
                       const jobs::JobContext& context) override;
    void triangle(ImageSpan<T> x,
                  const double* g,
                  double* gradient,
                  double* out,
                  const jobs::JobContext& context) override;
};

template <typename T>
PairTrace<T> ConvolutionKernel<T>::newTrace() const {
    PairTrace<T> trace;
    trace.workspace = models::Aligned<T>(at(kernels.workspaceValues(plan)));
    trace.k = models::Aligned<double>(at(densePadded(lanes())));
    trace.theta = models::Aligned<double>(at(densePadded(lanes())));
    return trace;
}

template <typename T>
PairBench<T> ConvolutionKernel<T>::newBench() const {
    const std::int64_t padded = densePadded(lanes());
    const auto room = [](std::int64_t count) { return models::Aligned<T>(at(count)); };
    const auto row = [&] { return models::Aligned<double>(at(padded)); };
    PairBench<T> bench;
    bench.traces.push_back(newTrace());
    bench.values = room(2 * lanes());
    bench.cotangent = room(2 * lanes());
    bench.firstPixels = room(shape.values() * lanes());
    bench.secondPixels = room(shape.values() * lanes());
    bench.firstVariances = room(plan.mapPixels * lanes());
    bench.secondVariances = room(plan.mapPixels * lanes());
    for (auto* values : {&bench.kernel, &bench.g, &bench.kBar, &bench.thetaBar}) *values = row();
    bench.secondHead = models::Aligned<double>(at(padded * head.hiddenCount));
    return bench;
}

template <typename T>
std::int64_t ConvolutionKernel<T>::firstPerTask() const {
    const double perImage = entriesOf(plan) * static_cast<double>(lanes());
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>(kTaskEntries / perImage), 1, kMostFirst);
}

// ---- preparing images

template <typename T>
void ConvolutionKernel<T>::prepareBlock(Prepared<T>& set,
                                        std::int64_t block,
                                        PairBench<T>& bench,
                                        double* tops) const {
    const std::int64_t n = lanes();
    const std::int64_t used = std::min(n, set.count - block * n);
    T* const pixels = set.blockPixels.data() + block * shape.values() * n;
    T* const maps = set.blockMaps.data() + block * plan.mapPixels * 2 * n;
    for (std::int64_t lane = 0; lane < n; ++lane) {
        const T* const image = set.images + (block * n + lane) * shape.values();
        for (std::int64_t v = 0; v < shape.values(); ++v)
            pixels[v * n + lane] = lane < used ? image[v] : T{0};
    }
    PlaneTask<T> task;
    task.first = task.second = {pixels, maps};
    task.ownMaps = maps;
    task.workspace = bench.traces.front().workspace.data();
    task.values = bench.values.data();
    kernels.selfForward(plan, task);
    for (std::int64_t lane = 0; lane < used; ++lane) {
        const std::int64_t image = block * n + lane;
        T* const own = set.maps.data() + image * plan.mapPixels * 2;
        for (std::int64_t v = 0; v < plan.mapPixels * 2; ++v) own[v] = maps[v * n + lane];
        tops[image] = static_cast<double>(bench.values.data()[lane]);
    }
}

template <typename T>
void ConvolutionKernel<T>::prepare(Prepared<T>& set,
                                   ImageSpan<T> images,
                                   const jobs::JobContext& context) {
    set.count = images.count;
    set.images = images.values;
    set.blocks = (images.count + lanes() - 1) / lanes();
    if (set.blocks > set.room) {
        set.blockPixels = models::Aligned<T>(at(set.blocks * shape.values() * lanes()));
        set.blockMaps = models::Aligned<T>(at(set.blocks * plan.mapPixels * 2 * lanes()));
        set.room = set.blocks;
    }
    set.maps.resize(at(images.count * plan.mapPixels * 2));
    std::vector<double> tops(at(images.count));
    forEachTask(
        threads,
        set.blocks,
        [&](std::int64_t block, int thread) {
            prepareBlock(set, block, benches[at(thread)], tops.data());
        },
        context);
    set.dense.emplace(head, tops);
}

// ---- pairs

template <typename T>
void ConvolutionKernel<T>::run(const Job& job,
                               PairProgress& progress,
                               const jobs::JobContext& context) {
    const std::int64_t perTask = job.findG ? job.first->count : firstPerTask();
    struct Task {
        std::int64_t begin, end, chunk, block;
    };
    std::vector<Task> tasks;
    for (std::int64_t begin = 0; begin < job.first->count; begin += perTask)
        for (std::int64_t block = 0; block < job.second->blocks; ++block) {
            std::int64_t end = std::min(begin + perTask, job.first->count);
            if (job.symmetric) end = std::min(end, (block + 1) * lanes());
            if (begin < end) tasks.push_back({begin, end, begin / perTask, block});
        }
    const auto pairsOf = [&](std::int64_t t) {
        const Task& task = tasks[at(t)];
        const std::int64_t first = task.block * lanes();
        const std::int64_t last = std::min(first + lanes(), job.second->count);
        std::int64_t pairs = 0;
        for (std::int64_t i = task.begin; i < task.end; ++i)
            pairs += last - (job.symmetric ? std::max(first, i) : first);
        return static_cast<double>(pairs);
    };
    forEachTask(
        threads,
        std::ssize(tasks),
        [&](std::int64_t t, int thread) {
            const Task& task = tasks[at(t)];
            PairBench<T>& bench = benches[at(thread)];
            if (job.findG)
                runBlock(job, task.block, bench, context);
            else
                runTask(job, task.begin, task.end, task.chunk, task.block, bench, context);
        },
        pairsOf,
        progress,
        context);
}

template <typename T>
void ConvolutionKernel<T>::runTask(const Job& job,
                                   std::int64_t begin,
                                   std::int64_t end,
                                   std::int64_t chunk,
                                   std::int64_t block,
                                   PairBench<T>& bench,
                                   const jobs::JobContext& context) const {
    PairTrace<T>& trace = bench.traces.front();
    if (job.sums.second != nullptr) bench.secondSum.assign(at(adjoints() * lanes()), 0);
    for (std::int64_t i = begin; i < end; ++i) {
        context.throwIfCancelled();
        forward(job, i, block, trace, bench);
        if (job.g != nullptr) reverse(job, i, block, trace, bench);
    }
    if (job.sums.second != nullptr) job.sums.second->add(block, job.part + chunk, bench.secondSum);
}

/// All images of the first side against a block of which each row's g follows from the row.
template <typename T>
void ConvolutionKernel<T>::runBlock(const Job& job,
                                    std::int64_t block,
                                    PairBench<T>& bench,
                                    const jobs::JobContext& context) const {
    const std::int64_t count = job.first->count, begin = block * lanes();
    while (std::ssize(bench.traces) < count) bench.traces.push_back(newTrace());
    for (std::int64_t i = 0; i < count; ++i) {
        context.throwIfCancelled();
        forward(job, i, block, bench.traces[at(i)], bench);
    }
    job.findG(begin, std::min(lanes(), job.second->count - begin));
    for (std::int64_t i = 0; i < count; ++i) {
        context.throwIfCancelled();
        reverse(job, i, block, bench.traces[at(i)], bench);
    }
}

template <typename T>
void ConvolutionKernel<T>::forward(const Job& job,
                                   std::int64_t i,
                                   std::int64_t block,
                                   PairTrace<T>& trace,
                                   PairBench<T>& bench) const {
    const std::int64_t n = lanes();
    const std::int64_t begin = block * n;
    const std::int64_t used = std::min(n, job.second->count - begin);
    PlaneTask<T>& task = trace.planes = {};
    task.first = {job.first->images + i * shape.values(),
                  job.first->maps.data() + i * plan.mapPixels * 2};
    task.second = {job.second->blockPixels.data() + begin * shape.values(),
                   job.second->blockMaps.data() + begin * plan.mapPixels * 2};
    if (job.symmetric && i >= begin && i < begin + used) task.selfLane = i - begin;
    task.workspace = trace.workspace.data();
    task.values = bench.values.data();
    kernels.forward(plan, task);
    for (std::int64_t lane = 0; lane < n; ++lane) {
        trace.k.data()[lane] = static_cast<double>(task.values[lane]);
        trace.theta.data()[lane] = static_cast<double>(task.values[n + lane]);
    }
    trace.layers = {.count = n,
                    .stride = job.second->dense->stride(),
                    .first = job.first->dense->one(i),
                    .second = job.second->dense->from(begin),
                    .self = task.selfLane,
                    .k = trace.k.data(),
                    .theta = trace.theta.data(),
                    .values = bench.kernel.data()};
    dense.forward(head, trace.layers);
    const std::int64_t from = job.symmetric ? std::max<std::int64_t>(0, i - begin) : 0;
    for (std::int64_t lane = from; lane < used; ++lane)
        job.out[job.at(i, begin + lane)] = bench.kernel.data()[lane];
}

template <typename T>
void ConvolutionKernel<T>::reverse(const Job& job,
                                   std::int64_t i,
                                   std::int64_t block,
                                   const PairTrace<T>& trace,
                                   PairBench<T>& bench) const {
    const std::int64_t n = lanes();
    const std::int64_t begin = block * n;
    const std::int64_t used = std::min(n, job.second->count - begin);
    for (std::int64_t lane = 0; lane < n; ++lane) {
        const std::int64_t j = begin + lane;
        double g = lane < used ? job.g[job.at(i, j)] : 0;
        if (job.symmetric) g *= j < i ? 0 : j == i ? 1 : 2;  // the other triangle's, too
        bench.g.data()[lane] = g;
    }
    DenseTask layers = trace.layers;
    layers.cotangent = bench.g.data();
    layers.kBar = bench.kBar.data();
    layers.thetaBar = bench.thetaBar.data();
    bench.firstSum.assign(at(adjoints()), 0);
    layers.firstVariances = bench.firstSum.data() + shape.values() + plan.mapPixels;
    layers.secondVariances = bench.secondHead.data();
    layers.varianceStride = densePadded(n);
    std::fill_n(layers.secondVariances, densePadded(n) * head.hiddenCount, 0.0);
    dense.reverse(head, layers);

    PlaneTask<T> task = trace.planes;
    for (std::int64_t lane = 0; lane < n; ++lane) {
        bench.cotangent.data()[lane] = static_cast<T>(bench.kBar.data()[lane]);
        bench.cotangent.data()[n + lane] = static_cast<T>(bench.thetaBar.data()[lane]);
    }
    task.cotangent = bench.cotangent.data();
    const auto cleared = [](models::Aligned<T>& values, std::int64_t count) {
        std::fill_n(values.data(), count, T{0});
        return values.data();
    };
    if (job.sums.first != nullptr)
        task.firstBar = {cleared(bench.firstPixels, shape.values() * n),
                         cleared(bench.firstVariances, plan.mapPixels * n)};
    if (job.sums.second != nullptr)
        task.secondBar = {cleared(bench.secondPixels, shape.values() * n),
                          cleared(bench.secondVariances, plan.mapPixels * n)};
    kernels.reverse(plan, task);
    if (job.sums.first != nullptr) {
        adding.addLanes(task.firstBar.pixels, shape.values(), bench.firstSum.data());
        adding.addLanes(
            task.firstBar.variances, plan.mapPixels, bench.firstSum.data() + shape.values());
        // Blocks before the image's own have no pairs with it where the matrix is symmetric.
        job.sums.first->add(
            i, job.part + block - (job.symmetric ? i / lanes() : 0), bench.firstSum);
    }
    if (job.sums.second != nullptr) {
        adding.add(task.secondBar.pixels, shape.values() * n, bench.secondSum.data());
        adding.add(task.secondBar.variances,
                   plan.mapPixels * n,
                   bench.secondSum.data() + shape.values() * n);
        double* const sums = bench.secondSum.data() + (shape.values() + plan.mapPixels) * n;
        for (std::int64_t h = 0; h < head.hiddenCount; ++h)
            for (std::int64_t lane = 0; lane < n; ++lane)
                sums[h * n + lane] += bench.secondHead.data()[h * densePadded(n) + lane];
    }
}

// ---- what the variances of an image hand on to its pixels

template <typename T>
void ConvolutionKernel<T>::selfBackBlock(const Prepared<T>& set,
                                         std::int64_t block,
                                         const Sums& sums,
                                         double* gradient,
                                         PairBench<T>& bench) const {
    const std::int64_t n = lanes();
    const std::int64_t begin = block * n;
    const std::int64_t used = std::min(n, set.count - begin);
    // [adjoints, lanes], whichever way they were summed.
    std::vector<double>& total = bench.secondSum;
    total.assign(at(adjoints() * n), 0);
    if (sums.second != nullptr) std::ranges::copy(sums.second->at(block), total.begin());
    if (sums.first != nullptr)
        for (std::int64_t lane = 0; lane < used; ++lane) {
            const std::span<const double> own = sums.first->at(begin + lane);
            for (std::int64_t v = 0; v < adjoints(); ++v) total[at(v * n + lane)] += own[at(v)];
        }
    const double* const variances = total.data() + shape.values() * n;
    const double* const headVariances = variances + plan.mapPixels * n;
    std::fill_n(bench.secondPixels.data(), shape.values() * n, T{0});
    std::transform(variances, headVariances, bench.secondVariances.data(), [](double value) {
        return static_cast<T>(value);
    });
    std::fill_n(bench.cotangent.data(), 2 * n, T{0});
    for (std::int64_t lane = 0; lane < used && plan.ownTop; ++lane)
        bench.cotangent.data()[lane] =
            static_cast<T>(set.dense->ownBar(begin + lane, headVariances + lane, n));
    PlaneTask<T> task;
    task.first = task.second = {set.blockPixels.data() + begin * shape.values(),
                                set.blockMaps.data() + begin * plan.mapPixels * 2};
    task.ownMaps = set.blockMaps.data() + begin * plan.mapPixels * 2;
    task.workspace = bench.traces.front().workspace.data();
    task.values = bench.values.data();
    task.cotangent = bench.cotangent.data();
    task.firstBar = task.secondBar = {bench.secondPixels.data(), bench.secondVariances.data()};
    kernels.selfForward(plan, task);
    kernels.selfReverse(plan, task);
    for (std::int64_t lane = 0; lane < used; ++lane) {
        double* const image = gradient + (begin + lane) * shape.values();
        for (std::int64_t v = 0; v < shape.values(); ++v)
            image[v] = total[at(v * n + lane)] +
                       static_cast<double>(bench.secondPixels.data()[v * n + lane]);
    }
}

template <typename T>
void ConvolutionKernel<T>::selfBack(const Prepared<T>& set,
                                    const Sums& sums,
                                    double* gradient,
                                    const jobs::JobContext& context) {
    forEachTask(
        threads,
        set.blocks,
        [&](std::int64_t block, int thread) {
            selfBackBlock(set, block, sums, gradient, benches[at(thread)]);
        },
        context);
}

// ---- whole matrices

/// The lanes are those images of which fewer lanes stay empty.
template <typename T>
void ConvolutionKernel<T>::rectangle(ImageSpan<T> x1,
                                     ImageSpan<T> x2,
                                     const double* g,
                                     double* gradient,
                                     double* out,
                                     const jobs::JobContext& context) {
    const bool transposed = padded(x1.count) * x2.count < x1.count * padded(x2.count);
    tiles(x1, x2, {.out = out, .g = g, .gradient = gradient, .transposed = transposed}, context);
}

template <typename T>
bool ConvolutionKernel<T>::rectangleOnce(ImageSpan<T> x1,
                                         ImageSpan<T> x2,
                                         const RowCotangent& cotangent,
                                         double* g,
                                         double* gradient,
                                         double* out,
                                         const jobs::JobContext& context) {
    constexpr double kSaved = 0.25;  // of the work that is left
    const bool wasteful = static_cast<double>(padded(x1.count) * x2.count) >
                          (1 + kSaved) * static_cast<double>(x1.count * padded(x2.count));
    const double traces = static_cast<double>(x2.count) *
                          traceBytes(plan, static_cast<std::int64_t>(sizeof(T)) * lanes());
    if (wasteful || x2.count > kTileImages || traces > kMostTraceBytes) return false;
    tiles(x1,
          x2,
          {.out = out,
           .g = g,
           .gradient = gradient,
           .transposed = true,
           .findG =
               [&](std::int64_t begin, std::int64_t count) {
                   const auto from = at(begin * x2.count), values = at(count * x2.count);
                   cotangent(begin, {out + from, values}, {g + from, values});
               }},
          context);
    return true;
}

/// Tiles bound what is prepared at a time.
template <typename T>
void ConvolutionKernel<T>::tiles(ImageSpan<T> x1,
                                 ImageSpan<T> x2,
                                 const Matrices& matrices,
                                 const jobs::JobContext& context) {
    const bool transposed = matrices.transposed;
    const double* const g = matrices.g;
    const std::int64_t perBlock = firstPerTask();
    PairProgress progress{.stage = g == nullptr ? "kernel" : "kernel gradient",
                          .total = static_cast<double>(x1.count) * static_cast<double>(x2.count)};
    Prepared<T>& columns = transposed ? firstSet : secondSet;
    Prepared<T>& rows = transposed ? secondSet : firstSet;
    for (std::int64_t j = 0; j < x2.count; j += kTileImages) {
        const std::int64_t tileColumns = std::min(kTileImages, x2.count - j);
        prepare(columns, {x2.values + j * shape.values(), tileColumns}, context);
        std::optional<OrderedSums> sums;
        if (g != nullptr)
            sums.emplace(transposed ? tileColumns : columns.blocks,
                         transposed ? adjoints() : adjoints() * lanes());
        std::int64_t part = 0;
        for (std::int64_t i = 0; i < x1.count; i += kTileImages) {
            const std::int64_t tileRows = std::min(kTileImages, x1.count - i);
            prepare(rows, {x1.values + i * shape.values(), tileRows}, context);
            Job job{.first = &firstSet,
                    .second = &secondSet,
                    .transposed = transposed,
                    .columns = x2.count,
                    .out = matrices.out + i * x2.count + j,
                    .g = g == nullptr ? nullptr : g + i * x2.count + j,
                    .part = part};
            if (matrices.findG)
                job.findG = [&, i](std::int64_t begin, std::int64_t count) {
                    matrices.findG(i + begin, count);
                };
            if (sums) (transposed ? job.sums.first : job.sums.second) = &*sums;
            run(job, progress, context);
            part += transposed ? rows.blocks : (tileRows + perBlock - 1) / perBlock;
        }
        if (sums) {
            const Sums all{.first = transposed ? &*sums : nullptr,
                           .second = transposed ? nullptr : &*sums};
            selfBack(columns, all, matrices.gradient + j * shape.values(), context);
        }
    }
}

template <typename T>
void ConvolutionKernel<T>::triangle(ImageSpan<T> x,
                                    const double* g,
                                    double* gradient,
                                    double* out,
                                    const jobs::JobContext& context) {
    const double n = static_cast<double>(x.count);
    PairProgress progress{.stage = g == nullptr ? "kernel" : "kernel gradient",
                          .total = n * (n + 1) / 2};
    prepare(secondSet, x, context);
    Job job{.first = &secondSet,
            .second = &secondSet,
            .symmetric = true,
            .columns = x.count,
            .out = out,
            .g = g};
    std::optional<OrderedSums> first, second;
    if (g != nullptr) {
        job.sums = {&first.emplace(x.count, adjoints()),
                    &second.emplace(secondSet.blocks, adjoints() * lanes())};
    }
    run(job, progress, context);
    for (std::int64_t i = 0; i < x.count; ++i)
        for (std::int64_t j = 0; j < i; ++j) out[i * x.count + j] = out[j * x.count + i];
    if (g != nullptr) selfBack(secondSet, job.sums, gradient, context);
}

}  // namespace

template <typename T>
std::unique_ptr<SetKernel<T>> convolutionKernel(const KernelSpec& spec,
                                                const Architecture& architecture,
                                                const ImageShape& shape,
                                                const KernelTables& tables,
                                                int threads) {
    return std::make_unique<ConvolutionKernel<T>>(spec, architecture, shape, tables, threads);
}

template std::unique_ptr<SetKernel<float>> convolutionKernel(
    const KernelSpec&, const Architecture&, const ImageShape&, const KernelTables&, int);
template std::unique_ptr<SetKernel<double>> convolutionKernel(
    const KernelSpec&, const Architecture&, const ImageShape&, const KernelTables&, int);

}  // namespace winnow::infinite
