// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/krr.h"
#include "engine/distill/tile.h"

#include <ATen/core/Tensor.h>

#include <functional>

/// Ridge regression on tensors: what krr.h, KIP and Label Solve share; for .cpp files that know
/// LibTorch.
namespace winnow::distill {

/// What krrLoss() returns, as tensors (CPU, float64), undefined where not asked.
struct KrrPass {
    double sum = 0;
    double accuracy = 0;
    RidgeReport ridge;
    at::Tensor prediction{}, imageGradient{}, labelGradient{};
    double gammaGradient = 0;
};

[[nodiscard]] KrrPass krrPass(const infinite::Kernel& kernel,
                              const RidgeOptions& ridge,
                              const at::Tensor& supportImages,
                              const at::Tensor& supportLabels,
                              const Targets& targets,
                              std::span<const std::int64_t> rows,
                              std::optional<std::int64_t> step,
                              KrrWanted wanted,
                              const jobs::JobContext& context);

/// Calls use(tile, its part of `rows`, where that begins) for every tile of `rows`, in order, few
/// enough at once to bound memory. `step` decides the augmentation. Throws Cancelled.
void forEachTile(
    const Targets& targets,
    std::span<const std::int64_t> rows,
    std::optional<std::int64_t> step,
    const jobs::JobContext& context,
    const std::function<void(const Tile&, std::span<const std::int64_t>, std::int64_t)>& use);

/// Calls use(K_tile (b,n), labels (b,K), first row) for every tile of `rows`, in order; never
/// augmented.
void forEachKernelTile(
    const infinite::Kernel& kernel,
    const at::Tensor& supportImages,
    const Targets& targets,
    std::span<const std::int64_t> rows,
    const jobs::JobContext& context,
    const std::function<void(const at::Tensor&, const at::Tensor&, std::int64_t)>& use);

/// The class of every row of float64 predictions (b,K), as classesOf() of arrays says.
[[nodiscard]] std::vector<std::int64_t> classesOf(const at::Tensor& prediction);

/// How many predicted classes are the true ones; both of one length.
[[nodiscard]] std::int64_t rightOf(std::span<const std::int64_t> predicted,
                                   std::span<const std::int64_t> truth);

/// `rows`, or all rows of the targets when it is empty.
[[nodiscard]] std::vector<std::int64_t> rowsOrAll(const Targets& targets,
                                                  std::span<const std::int64_t> rows);

/// Throws Error{BadInput} when support and targets do not belong together.
void requireSameKind(const Targets& targets,
                     const infinite::ImageShape& support,
                     const store::Array& images,
                     std::int64_t supportClasses);

}  // namespace winnow::distill
