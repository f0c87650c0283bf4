// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/analysis.h"
#include "engine/distill/zca.h"
#include "engine/models/tensors.h"
#include "engine/run/calc_inputs.h"
#include "engine/run/calc_verbs.h"
#include "engine/run/field_choice.h"
#include "engine/run/float_arrays.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

namespace winnow::run {
namespace {

using nlohmann::json;

/// float64 (N,C,H,W); order Code standardises the channels over all images.
at::Tensor imagesForZca(const store::Array& array, distill::ZcaOrder order) {
    const at::Tensor images = models::toTensor(array).to(at::kDouble);
    if (order != distill::ZcaOrder::Code) return images;
    const at::Tensor mean = images.mean({0, 2, 3}, true);
    const at::Tensor deviation = (images - mean).square().mean({0, 2, 3}, true).sqrt();
    const at::Tensor flat = deviation.flatten() <= 1e-12 * mean.abs().flatten();
    if (flat.any().item<bool>())
        throw badInput(fmt::format("channel {} is constant: cannot standardise",
                                   flat.to(at::kInt).argmax().item<std::int64_t>()));
    return (images - mean) / deviation;
}

/// Points [N, ...] as float64.
store::Array readPoints(const std::string& file) {
    const store::Array points = store::readNpy(file);
    if (points.shape.size() < 2 || points.shape[0] < 3 || points.count() == 0)
        throw badInput(fmt::format("{} has shape {}; points are [N, ...], at least 3 of them",
                                   fileNameOf(file),
                                   store::shapeText(points.shape)));
    store::Array values = models::toArray(models::toTensor(points).to(at::kDouble));
    if (firstNotFinite(values))
        throw badInput(fileNameOf(file) +
                       " holds NaN or infinity; nothing can be computed from it");
    return values;
}

double requireDimension(const stats::TwoNn& found, std::int64_t points) {
    if (found.points < stats::kFewestTwoNnPoints)
        throw badInput(
            fmt::format("only {} of {} points have two different neighbours; Two-NN "
                        "needs {}",
                        found.points,
                        points,
                        stats::kFewestTwoNnPoints));
    return found.dimension;
}

/// The points or the kernel, and what is asked of them.
std::vector<double> dimensionOf(const json& fields, const std::string& kind) {
    constexpr double kExplained = 0.9;
    refuseBoth(fields, "images", "kernel");
    const auto components = [](const std::vector<double>& spectrum) {
        return std::vector<double>{static_cast<double>(stats::componentsFor(spectrum, kExplained))};
    };
    if (fields.contains("images")) {
        const store::Array points = readPoints(fields.at("images"));
        if (kind == "twonn")
            return {requireDimension(distill::intrinsicDimension(points), points.shape[0])};
        const auto spectrum = distill::imageSpectrum(points);
        return kind == "spectrum" ? spectrum : components(spectrum);
    }
    const store::Array kernel =
        models::toArray(models::toTensor(readKernel(fields.at("kernel"))).to(at::kDouble));
    if (kind == "twonn")
        return {requireDimension(stats::twoNnOfKernel(kernel.as<double>(), kernel.shape[0]),
                                 kernel.shape[0])};
    const auto spectrum = distill::spectrum(kernel, !fields.at("uncentred").get<bool>());
    return kind == "spectrum" ? spectrum : components(spectrum);
}

}  // namespace

void calcZca(const json& fields, const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    refuseBoth(fields, "reg", "reg-absolute");
    const bool absolute = fields.contains("reg-absolute");
    const distill::ZcaOptions options{
        .reg = fields.at(absolute ? "reg-absolute" : "reg"),
        .absolute = absolute,
        .order = distill::zcaOrder(fields.at("order").get<std::string>())};
    const store::Array array = readFiniteImages(fields.at("images"));
    const at::Tensor images = imagesForZca(array, options.order).flatten(1);
    const distill::Zca zca(
        [&](std::int64_t begin, std::int64_t count) { return images.narrow(0, begin, count); },
        images.size(0),
        images.size(1),
        options,
        context);
    for (const std::string& warning : zca.report().warnings) context.report.warning(warning);
    const auto& eigenvalues = zca.report().eigenvalues;
    store::writeNpz(
        fields.at("out").get<std::string>(),
        {{"whitened", models::toArray(zca.apply(images).view(array.shape))},
         {"transform", models::toArray(zca.transform())},
         {"eigenvalues", store::Array::from<double>(eigenvalues, {std::ssize(eigenvalues)})},
         {"mean_trace", store::Array::from<double>({&zca.report().meanTrace, 1}, {1})}});
}

std::string calcDimension(const json& fields) {
    const std::string kind = fields.at("kind");
    const std::vector<double> values = dimensionOf(fields, kind);
    if (fields.contains("out"))
        store::writeNpy<double>(fields.at("out").get<std::string>(), values, {std::ssize(values)});
    std::string text;
    for (const double value : values)
        text += kind == "pca90" ? fmt::format("{:.0f}\n", value) : fmt::format("{:.17g}\n", value);
    return text;
}

}  // namespace winnow::run
