// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/device_convolution.h"

#include "engine/infinite/dense_maps.h"
#include "engine/infinite/device_library.h"
#include "engine/infinite/task_pool.h"
#include "engine/models/aligned.h"
#include "engine/store/index.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace winnow::infinite {
namespace {

/// Images of one side that are on the device at a time: bounds its memory.
constexpr std::int64_t kImagesOnDevice = 1024;

/// One image against its run of columns in a batch, through the dense layers: [padded] each, from a
/// multiple of 8 on.
struct DenseRow {
    models::Aligned<double> k, theta, kernel, g, kBar, thetaBar;

    explicit DenseRow(std::int64_t padded) {
        for (auto* values : {&k, &theta, &kernel, &g, &kBar, &thetaBar})
            *values = models::Aligned<double>(at(padded));
    }
};

template <typename T>
struct DeviceConvolution final : SetKernel<T> {
    PlanePlan plan;
    DensePlan head;
    ImageShape shape;
    const DenseKernels& dense;
    std::unique_ptr<DevicePlanes<T>> planes;
    std::optional<DenseMaps> rowMaps, columnMaps;
    std::int64_t columnCount = 0;
    /// [hidden, padded columns]: twice the variance times its adjoint, of dense layers.
    models::Aligned<double> headSums;

    DeviceConvolution(const KernelSpec& spec,
                      const Architecture& architecture,
                      const ImageShape& images,
                      const KernelTables& tables,
                      const DeviceKernels& device)
        : plan(planePlan(spec, architecture, images)),
          head(densePlan(spec, architecture, images)),
          shape(images),
          dense(tables.dense) {
        DevicePlanes<T>* made = nullptr;
        throwUnlessDone(device.of<T>().planes(plan, made));
        planes.reset(made);
    }

    /// Pairs of the images that are on the device.
    struct Job {
        std::int64_t rows = 0, columns = 0;
        bool symmetric = false;     ///< one set; pairs j >= i
        std::int64_t stride = 0;    ///< of the matrices' rows
        double* out = nullptr;      ///< at the tile's corner
        const double* g = nullptr;  ///< null: no gradient
    };
    void setColumns(ImageSpan<T> images, bool symmetric);
    void setRows(ImageSpan<T> images);
    void run(const Job& job, PairProgress& progress, const jobs::JobContext& context);
    void runBatch(const Job& job, const std::vector<ImagePair>& pairs, DenseRow& room);
    void denseLayers(const Job& job,
                     std::span<const ImagePair> run,
                     const double* values,
                     T* cotangents,
                     DenseRow& room);
    void finish(double* gradient);
    void rectangle(ImageSpan<T> x1,
                   ImageSpan<T> x2,
                   const double* g,
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
void DeviceConvolution<T>::setColumns(ImageSpan<T> images, bool symmetric) {
    columnCount = images.count;
    std::vector<double> tops(at(images.count));
    throwUnlessDone(planes->setColumns(images.values, images.count, symmetric, tops.data()));
    columnMaps.emplace(head, tops);
    headSums = models::Aligned<double>(at(head.hiddenCount * columnMaps->stride()));
}

template <typename T>
void DeviceConvolution<T>::setRows(ImageSpan<T> images) {
    std::vector<double> tops(at(images.count));
    throwUnlessDone(planes->setRows(images.values, images.count, tops.data()));
    rowMaps.emplace(head, tops);
}

template <typename T>
void DeviceConvolution<T>::run(const Job& job,
                               PairProgress& progress,
                               const jobs::JobContext& context) {
    std::int64_t most = 0;
    throwUnlessDone(planes->pairsAtOnce(job.g != nullptr, most));
    DenseRow room(densePadded(job.columns + 8));
    std::vector<ImagePair> pairs;
    const auto flush = [&] {
        context.throwIfCancelled();
        runBatch(job, pairs, room);
        progress.done += static_cast<double>(pairs.size());
        context.report.progress(progress.stage,
                                static_cast<std::int64_t>(progress.done),
                                static_cast<std::int64_t>(progress.total));
        pairs.clear();
    };
    for (std::int64_t i = 0; i < job.rows; ++i)
        for (std::int64_t j = job.symmetric ? i : 0; j < job.columns; ++j) {
            pairs.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(j)});
            if (std::ssize(pairs) == most) flush();
        }
    if (!pairs.empty()) flush();
}

template <typename T>
void DeviceConvolution<T>::runBatch(const Job& job,
                                    const std::vector<ImagePair>& pairs,
                                    DenseRow& room) {
    std::vector<double> values(2 * pairs.size());
    std::vector<T> cotangents(job.g == nullptr ? 0 : 2 * pairs.size());
    throwUnlessDone(
        planes->forward(pairs.data(), std::ssize(pairs), job.g != nullptr, values.data()));
    for (auto begin = pairs.begin(); begin != pairs.end();) {
        const auto end = std::find_if(
            begin, pairs.end(), [&](const ImagePair& p) { return p.first != begin->first; });
        const std::ptrdiff_t at = 2 * (begin - pairs.begin());
        denseLayers(job, {begin, end}, values.data() + at, cotangents.data() + at, room);
        begin = end;
    }
    if (job.g != nullptr) throwUnlessDone(planes->reverse(cotangents.data()));
}

template <typename T>
void DeviceConvolution<T>::denseLayers(const Job& job,
                                       std::span<const ImagePair> run,
                                       const double* values,
                                       T* cotangents,
                                       DenseRow& room) {
    const std::int64_t i = run.front().first;
    const std::int64_t begin = run.front().second;
    const std::int64_t base = begin / 8 * 8;
    const std::int64_t lead = begin - base;
    const std::int64_t count = lead + std::ssize(run);
    for (auto* cleared : {&room.k, &room.theta, &room.g})
        std::fill_n(cleared->data(), densePadded(count), 0.0);
    for (std::int64_t p = 0; p < std::ssize(run); ++p) {
        room.k.data()[lead + p] = values[2 * p];
        room.theta.data()[lead + p] = values[2 * p + 1];
    }
    DenseTask task{.count = count,
                   .stride = columnMaps->stride(),
                   .first = (job.symmetric ? columnMaps : rowMaps)->one(i),
                   .second = columnMaps->from(base),
                   .self = job.symmetric && begin <= i && i < base + count ? i - base : -1,
                   .k = room.k.data(),
                   .theta = room.theta.data(),
                   .values = room.kernel.data()};
    if (job.g == nullptr) {
        dense.forward(head, task);
    } else {
        for (std::int64_t p = 0; p < std::ssize(run); ++p) {
            const std::int64_t j = begin + p;
            // The other triangle's, too.
            room.g.data()[lead + p] = job.g[i * job.stride + j] * (job.symmetric && j > i ? 2 : 1);
        }
        std::vector<double> own(at(std::max<std::int64_t>(head.hiddenCount, 1)));
        task.cotangent = room.g.data();
        task.kBar = room.kBar.data();
        task.thetaBar = room.thetaBar.data();
        task.firstVariances = own.data();
        task.secondVariances = headSums.data() + base;
        task.varianceStride = columnMaps->stride();
        dense.reverse(head, task);
        for (std::int64_t h = 0; h < head.hiddenCount && job.symmetric; ++h)
            headSums.data()[h * columnMaps->stride() + i] += own[at(h)];
        for (std::int64_t p = 0; p < std::ssize(run); ++p) {
            cotangents[2 * p] = static_cast<T>(room.kBar.data()[lead + p]);
            cotangents[2 * p + 1] = static_cast<T>(room.thetaBar.data()[lead + p]);
        }
    }
    std::copy_n(room.kernel.data() + lead, run.size(), job.out + i * job.stride + begin);
}

template <typename T>
void DeviceConvolution<T>::finish(double* gradient) {
    std::vector<T> ownBars(at(columnCount));
    for (std::size_t j = 0; j < ownBars.size() && plan.ownTop; ++j)
        ownBars[j] = static_cast<T>(columnMaps->ownBar(
            static_cast<std::int64_t>(j), headSums.data() + j, columnMaps->stride()));
    throwUnlessDone(planes->finish(ownBars.data(), gradient));
}

template <typename T>
void DeviceConvolution<T>::rectangle(ImageSpan<T> x1,
                                     ImageSpan<T> x2,
                                     const double* g,
                                     double* gradient,
                                     double* out,
                                     const jobs::JobContext& context) {
    PairProgress progress{.stage = g == nullptr ? "kernel" : "kernel gradient",
                          .total = static_cast<double>(x1.count) * static_cast<double>(x2.count)};
    for (std::int64_t j = 0; j < x2.count; j += kImagesOnDevice) {
        const std::int64_t columns = std::min(kImagesOnDevice, x2.count - j);
        setColumns({x2.values + j * shape.values(), columns}, false);
        for (std::int64_t i = 0; i < x1.count; i += kImagesOnDevice) {
            const std::int64_t rows = std::min(kImagesOnDevice, x1.count - i);
            setRows({x1.values + i * shape.values(), rows});
            run({.rows = rows,
                 .columns = columns,
                 .stride = x2.count,
                 .out = out + i * x2.count + j,
                 .g = g == nullptr ? nullptr : g + i * x2.count + j},
                progress,
                context);
        }
        if (g != nullptr) finish(gradient + j * shape.values());
    }
}

template <typename T>
void DeviceConvolution<T>::triangle(ImageSpan<T> x,
                                    const double* g,
                                    double* gradient,
                                    double* out,
                                    const jobs::JobContext& context) {
    const double n = static_cast<double>(x.count);
    PairProgress progress{.stage = g == nullptr ? "kernel" : "kernel gradient",
                          .total = n * (n + 1) / 2};
    setColumns(x, true);
    run({.rows = x.count,
         .columns = x.count,
         .symmetric = true,
         .stride = x.count,
         .out = out,
         .g = g},
        progress,
        context);
    for (std::int64_t i = 0; i < x.count; ++i)
        for (std::int64_t j = 0; j < i; ++j) out[i * x.count + j] = out[j * x.count + i];
    if (g != nullptr) finish(gradient);
}

}  // namespace

template <typename T>
std::unique_ptr<SetKernel<T>> deviceConvolution(const KernelSpec& spec,
                                                const Architecture& architecture,
                                                const ImageShape& shape,
                                                const KernelTables& tables,
                                                const DeviceKernels& device) {
    return std::make_unique<DeviceConvolution<T>>(spec, architecture, shape, tables, device);
}

template std::unique_ptr<SetKernel<float>> deviceConvolution(const KernelSpec&,
                                                             const Architecture&,
                                                             const ImageShape&,
                                                             const KernelTables&,
                                                             const DeviceKernels&);
template std::unique_ptr<SetKernel<double>> deviceConvolution(const KernelSpec&,
                                                              const Architecture&,
                                                              const ImageShape&,
                                                              const KernelTables&,
                                                              const DeviceKernels&);

}  // namespace winnow::infinite
