// SPDX-License-Identifier: Apache-2.0
#include "engine/run/critical_rate.h"

#include "engine/data/stratified.h"
#include "engine/empirical/batched_features.h"
#include "engine/empirical/gram.h"
#include "engine/jobs/memory.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace winnow::run {
namespace {

store::Array chosenImages(const ReadyImages& images, std::uint64_t seed) {
    constexpr std::int64_t kMost = 64;
    const auto rows = data::stratifiedChoice(images.labels, kMost, seed).rows;
    store::Array chosen(store::DType::Float32,
                        {std::ssize(rows), images.channels, images.height, images.width});
    const std::size_t size = at(images.channels * images.height * images.width);
    auto to = chosen.as<float>().begin();
    for (const std::int64_t row : rows)
        to = std::ranges::copy(std::span(images.values).subspan(at(row) * size, size), to).out;
    return chosen;
}

/// (n, n), float64, on the CPU.
at::Tensor gradientKernel(const models::Model& model,
                          const at::Tensor& images,
                          const jobs::JobContext& job) {
    constexpr std::int64_t kTogether = 8;  // few activations are alive at a time
    const std::int64_t n = images.size(0), classes = model.classes();
    const empirical::FeatureExtractor extractor(model);
    jobs::requireMemory(static_cast<double>(images.element_size()) * static_cast<double>(n) *
                            static_cast<double>(n + extractor.numbersPerSample()),
                        fmt::format("the critical rate from the gradients of {} images", n),
                        "a smaller --width would fit");
    const at::Tensor vectors =
        at::full({n, classes}, 1 / std::sqrt(static_cast<double>(classes)), images.options());
    jobs::SilentReporter silent;  // the trainings tell how far they are
    return empirical::symmetricGram(empirical::batchedFeatures(
                                        extractor, images, vectors, kTogether, {job.stop, silent}))
        .to(at::kCPU, at::kDouble);
}

}  // namespace

double criticalRate(const models::Model& model,
                    const ReadyImages& images,
                    std::uint64_t seed,
                    const jobs::JobContext& job) {
    const at::Tensor weights = model.parameters().at(0);
    const at::Tensor chosen =
        models::toTensor(chosenImages(images, seed)).to(weights.device(), weights.scalar_type());
    const double largest =
        at::linalg_eigvalsh(gradientKernel(model, chosen, job)).max().item<double>();
    if (!(largest > 0))
        throw badInput(
            "the network's outputs move with none of its first weights, so no rate is critical; "
            "take --lr-unit absolute");
    return 2 * static_cast<double>(chosen.size(0) * model.classes()) / largest;
}

}  // namespace winnow::run
