// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/krr.h"

#include "engine/distill/krr_pass.h"
#include "engine/distill/least_squares.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::distill {

KrrLoss krrLoss(const infinite::Kernel& kernel,
                const RidgeOptions& ridge,
                const store::Array& supportImages,
                const store::Array& supportLabels,
                const Targets& targets,
                std::span<const std::int64_t> rows,
                std::optional<std::int64_t> step,
                KrrWanted wanted,
                const jobs::JobContext& context) {
    requireSameKind(targets, kernel.shape(), supportImages, supportLabels.shape.at(1));
    const auto all = rowsOrAll(targets, rows);
    const KrrPass pass = krrPass(kernel,
                                 ridge,
                                 models::toTensor(supportImages),
                                 models::toTensor(supportLabels).to(at::kDouble),
                                 targets,
                                 all,
                                 step,
                                 wanted,
                                 context);
    const auto numbers = static_cast<double>(all.size()) * static_cast<double>(targets.classes());
    KrrLoss loss{.sum = pass.sum,
                 .mean = pass.sum / numbers,
                 .accuracy = pass.accuracy,
                 .ridge = pass.ridge,
                 .gammaGradient = pass.gammaGradient};
    if (wanted.prediction) loss.prediction = models::toArray(pass.prediction);
    if (wanted.gradient) {
        loss.imageGradient = models::toArray(pass.imageGradient);
        loss.labelGradient = models::toArray(pass.labelGradient);
    }
    return loss;
}

Evaluation evaluate(const infinite::Kernel& kernel,
                    const RidgeOptions& ridge,
                    const store::Array& supportImages,
                    const store::Array& supportLabels,
                    const Targets& targets,
                    std::span<const std::int64_t> rows,
                    bool labelFloor,
                    const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    requireSameKind(targets, kernel.shape(), supportImages, supportLabels.shape.at(1));
    const auto all = rowsOrAll(targets, rows);
    const at::Tensor images = models::toTensor(supportImages);
    const RidgeFactor factor(kernel.matrix(images, context), ridge);
    const at::Tensor alpha = factor.solve(models::toTensor(supportLabels).to(at::kDouble));
    StreamedLeastSquares squares(images.size(0), targets.classes());
    Evaluation result{.ridge = factor.report()};
    double sum = 0;
    forEachKernelTile(kernel,
                      images,
                      targets,
                      all,
                      context,
                      [&](const at::Tensor& tile, const at::Tensor& labels, std::int64_t) {
                          const at::Tensor prediction = at::mm(tile, alpha);
                          sum += 0.5 * (prediction - labels).square().sum().item<double>();
                          std::ranges::copy(classesOf(prediction),
                                            std::back_inserter(result.predicted));
                          if (labelFloor) squares.add(tile, labels);
                      });
    const auto count = static_cast<double>(all.size());
    const double numbers = count * static_cast<double>(targets.classes());
    result.loss = sum / numbers;
    result.accuracy =
        static_cast<double>(rightOf(result.predicted, targets.classesOf(all))) / count;
    result.labelFloor =
        labelFloor ? 0.5 * squares.residual() / numbers : std::numeric_limits<double>::quiet_NaN();
    return result;
}

Approximation approximation(std::span<const std::int64_t> predicted,
                            std::span<const std::int64_t> other,
                            std::span<const std::int64_t> truth) {
    if (predicted.size() != truth.size() || other.size() != truth.size() || truth.empty())
        throw badInput(fmt::format(
            "{} and {} predictions for {} images; two classifiers are compared on the same images",
            predicted.size(),
            other.size(),
            truth.size()));
    double difference = 0;
    double disagreeing = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        difference += static_cast<double>(predicted[i] == truth[i]) -
                      static_cast<double>(other[i] == truth[i]);
        disagreeing += static_cast<double>(predicted[i] != other[i]);
    }
    const auto n = static_cast<double>(truth.size());
    return {std::abs(difference) / n, disagreeing / n};
}

Compression compression(std::span<const std::int64_t> sizes,
                        std::span<const double> accuracies,
                        double accuracy,
                        std::int64_t size) {
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const double low = accuracies[i - 1];
        const double high = accuracies[i];
        if (low > accuracy || high < accuracy || high <= low) continue;
        const double share = (accuracy - low) / (high - low);
        const double from = std::log(static_cast<double>(sizes[i - 1]));
        const double to = std::log(static_cast<double>(sizes[i]));
        return {std::exp(from + share * (to - from)) / static_cast<double>(size), false};
    }
    if (std::ranges::all_of(accuracies, [&](double one) { return one < accuracy; }) &&
        !sizes.empty())
        return {static_cast<double>(sizes.back()) / static_cast<double>(size), true};
    return {std::numeric_limits<double>::quiet_NaN(), false};
}

double zeroLoss(std::int64_t classes) {
    const auto c = static_cast<double>(classes);
    return (c - 1) / (2 * c * c);
}

}  // namespace winnow::distill
