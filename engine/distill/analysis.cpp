// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/analysis.h"

#include "engine/distill/krr_pass.h"
#include "engine/jobs/memory.h"
#include "engine/models/tensors.h"
#include "engine/stats/dimension.h"
#include "engine/stats/summary.h"
#include "engine/store/random.h"
#include "engine/store/rows.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::distill {
namespace {

constexpr double kExplained = 0.9;  // of the variance, for a linear dimension

double accuracyOf(const at::Tensor& prediction, std::span<const std::int64_t> truth) {
    return static_cast<double>(rightOf(classesOf(prediction), truth)) /
           static_cast<double>(truth.size());
}

at::Tensor centredMatrix(const at::Tensor& kernel) {
    return kernel - kernel.mean({0}, true) - kernel.mean({1}, true) + kernel.mean();
}

std::vector<double> values(const at::Tensor& vector) {
    const at::Tensor plain = vector.contiguous();
    return {plain.const_data_ptr<double>(), plain.const_data_ptr<double>() + plain.numel()};
}

/// Images as rows (n, d) of float64.
at::Tensor flatRows(const store::Array& images) {
    return models::toTensor(images).to(at::kDouble).flatten(1);
}

/// A random part of 0..n-1, rising.
std::vector<std::int64_t> randomPart(std::int64_t n, std::int64_t count, Random random) {
    std::vector<std::int64_t> rows = allRows(n);
    random.shuffle(std::span(rows));
    rows.resize(static_cast<std::size_t>(count));
    std::ranges::sort(rows);
    return rows;
}

}  // namespace

store::Array kernelMatrix(const infinite::Kernel& kernel,
                          const store::Array& images,
                          const jobs::JobContext& context) {
    return models::toArray(kernel.matrix(models::toTensor(images), context));
}

store::Array kernelAgainst(const infinite::Kernel& kernel,
                           const store::Array& images,
                           const Targets& targets,
                           std::span<const std::int64_t> rows,
                           const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    const auto all = rowsOrAll(targets, rows);
    const std::int64_t n = images.shape.at(0);
    jobs::requireMemory(2 * 8.0 * static_cast<double>(all.size()) * static_cast<double>(n),
                        fmt::format("a kernel of {} against {} images", all.size(), n),
                        "take fewer test images");
    at::Tensor result = at::empty({std::ssize(all), n}, at::kDouble);
    forEachKernelTile(kernel,
                      models::toTensor(images),
                      targets,
                      all,
                      context,
                      [&](const at::Tensor& tile, const at::Tensor&, std::int64_t begin) {
                          result.narrow(0, begin, tile.size(0)).copy_(tile);
                      });
    return models::toArray(result);
}

std::vector<double> spectrum(const store::Array& kernel, bool centred) {
    const at::NoGradGuard noGrad;
    const at::Tensor matrix = models::toTensor(kernel).to(at::kDouble);
    return values(at::linalg_eigvalsh(centred ? centredMatrix(matrix) : matrix, "L").flip({0}));
}

std::vector<double> imageSpectrum(const store::Array& images) {
    const at::NoGradGuard noGrad;
    const at::Tensor rows = flatRows(images);
    return values(at::linalg_svdvals(rows - rows.mean({0})).square());
}

Dimensions imageDimensions(const store::Array& images) {
    const auto spectrum = imageSpectrum(images);
    return {intrinsicDimension(images).dimension,
            static_cast<double>(stats::componentsFor(spectrum, kExplained))};
}

stats::TwoNn intrinsicDimension(const store::Array& images) {
    const at::NoGradGuard noGrad;
    const at::Tensor rows = flatRows(images);
    const std::int64_t n = rows.size(0);
    constexpr std::int64_t kNeighbours = 3;  // itself among them
    if (n < kNeighbours) return {stats::kUndefined, 0};
    std::vector<double> first;
    std::vector<double> second;
    constexpr std::int64_t kTile = 512;
    constexpr std::int64_t kExactly = 2;  // not through products, which lose small distances
    for (std::int64_t begin = 0; begin < n; begin += kTile) {
        const std::int64_t count = std::min(kTile, n - begin);
        at::Tensor distance = at::cdist(rows.narrow(0, begin, count), rows, 2.0, kExactly);
        distance.diagonal(begin).fill_(std::numeric_limits<double>::infinity());
        const at::Tensor nearest = std::get<0>(distance.topk(2, 1, /*largest=*/false)).contiguous();
        for (std::int64_t i = 0; i < count; ++i) {
            first.push_back(nearest.const_data_ptr<double>()[2 * i]);
            second.push_back(nearest.const_data_ptr<double>()[2 * i + 1]);
        }
    }
    return stats::twoNn(first, second);
}

Dimensions gradientDimensions(const store::Array& kernel, bool centred) {
    const auto eigenvalues = spectrum(kernel, centred);
    return {stats::twoNnOfKernel(kernel.as<double>(), kernel.shape.at(0)).dimension,
            static_cast<double>(stats::componentsFor(eigenvalues, kExplained))};
}

BandAccuracy bandAccuracy(const store::Array& kss,
                          const store::Array& kts,
                          const store::Array& labels,
                          std::span<const std::int64_t> truth) {
    const at::NoGradGuard noGrad;
    const auto [rising, vectors] = at::linalg_eigh(models::toTensor(kss), "L");
    const at::Tensor mu = rising.flip({0});
    const at::Tensor u = vectors.flip({1});
    const std::int64_t n = mu.size(0);
    const double cut = static_cast<double>(n) * std::numeric_limits<double>::epsilon() *
                       mu.abs().max().item<double>();
    const at::Tensor inverse = at::where(mu > cut, mu.reciprocal(), 0.0);
    const at::Tensor coefficients =
        inverse.unsqueeze(1) * at::mm(u.t(), models::toTensor(labels));  // (n, K)
    const at::Tensor projected = at::mm(models::toTensor(kts), u);       // (t, n)
    BandAccuracy result;
    const auto bands = static_cast<std::int64_t>(result.band.size());
    for (std::int64_t b = 0; b < bands; ++b) {
        const std::int64_t begin = n * b / bands;
        const std::int64_t count = n * (b + 1) / bands - begin;
        result.band[static_cast<std::size_t>(b)] = accuracyOf(
            at::mm(projected.narrow(1, begin, count), coefficients.narrow(0, begin, count)), truth);
    }
    result.all = accuracyOf(at::mm(projected, coefficients), truth);
    return result;
}

std::array<SubsampleAccuracy, 5> subsampling(const store::Array& kss,
                                             const store::Array& kts,
                                             const store::Array& labels,
                                             std::span<const std::int64_t> truth,
                                             const RidgeOptions& ridge,
                                             std::uint64_t seed,
                                             const jobs::JobContext& context,
                                             std::int64_t draws) {
    const at::NoGradGuard noGrad;
    const at::Tensor own = models::toTensor(kss);
    const at::Tensor across = models::toTensor(kts);
    const at::Tensor y = models::toTensor(labels);
    const std::int64_t n = own.size(0);
    std::array<SubsampleAccuracy, 5> result;
    for (std::size_t share = 0; share < result.size(); ++share) {
        const auto count =
            std::max<std::int64_t>(1, std::llround(kKeptShares[share] * static_cast<double>(n)));
        std::vector<double> accuracies;
        for (std::int64_t draw = 0; draw < draws; ++draw) {
            context.throwIfCancelled();
            const auto kept = randomPart(n,
                                         count,
                                         Random({seed,
                                                 Random::wordOf("subsample"),
                                                 static_cast<std::uint64_t>(share),
                                                 static_cast<std::uint64_t>(draw)}));
            const at::Tensor index = at::tensor(kept, at::kLong);
            const RidgeFactor factor(own.index_select(0, index).index_select(1, index), ridge);
            accuracies.push_back(accuracyOf(
                at::mm(across.index_select(1, index), factor.solve(y.index_select(0, index))),
                truth));
            context.report.progress("subsampling",
                                    static_cast<std::int64_t>(share) * draws + draw + 1,
                                    static_cast<std::int64_t>(result.size()) * draws);
        }
        const auto summary = stats::summarise(accuracies);
        result[share] = {summary.mean, summary.deviation};
    }
    return result;
}

}  // namespace winnow::distill
