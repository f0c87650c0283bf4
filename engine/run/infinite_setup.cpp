// SPDX-License-Identifier: Apache-2.0
#include "engine/run/infinite_setup.h"

#include "engine/infinite/device_library.h"
#include "engine/models/device.h"
#include "engine/run/stored_values.h"
#include "engine/store/error.h"
#include "engine/store/npz.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace winnow::run {
namespace {

using nlohmann::json;

/// Of the newest distillation of the same data set that whitened alike.
std::optional<std::filesystem::path> fittedBefore(const JobInput& input,
                                                  const store::Dataset& dataset) {
    auto rows = input.project.artifacts("distilled");
    std::ranges::reverse(rows);
    for (const store::ArtifactRow& row : rows) {
        const json made = store::fieldsOf(row);
        // One that went on from another has that one's whitening.
        if (std::ranges::count(row.parents, dataset.id) == 0 || made.contains("from")) continue;
        if (preprocessingKey(made) == preprocessingKey(input.fields) &&
            input.project.has(row.id, kPreprocessingFile))
            return input.project.path(row.id, kPreprocessingFile);
    }
    return std::nullopt;
}

}  // namespace

json preprocessingKey(const json& fields) {
    json key{{"preprocessing", fields.value("preprocessing", json())}};
    if (key["preprocessing"] == "standard") return key;
    for (const char* name : {"zca-reg", "zca-absolute"}) key[name] = fields.value(name, json());
    // Images are held out by the seed; of label-solve none are.
    if (fields.value("method", json()) == "kip" && fields.value("patience", std::int64_t{0}) > 0)
        key["held-out"] = fields.value("seed", json());
    return key;
}

models::Precision precisionOf(const json& fields) {
    return models::precisionNamed(fields.at("precision").get<std::string>());
}

std::vector<infinite::KernelSpec> kernelSpecsOf(const json& fields,
                                                const infinite::ImageShape& shape,
                                                jobs::JobReporter& report) {
    std::vector<infinite::KernelSpec> specs;
    for (const std::string& name : fields.at("kernel").get<std::vector<std::string>>()) {
        specs.push_back(kernelSpecOf(fields, name));
        for (const std::string& remark : infinite::validate(specs.back(), shape))
            report.warning(name + ": " + remark);
    }
    return specs;
}

infinite::KernelOptions kernelOptionsOf(const json& fields, jobs::JobReporter& report) {
    infinite::KernelOptions options;
    if (models::deviceNamed(fields.at("device").get<std::string>()) != models::Device::Cuda)
        return options;
    try {
        (void)infinite::cudaKernels();
        options.device = models::Device::Cuda;
    } catch (const Error& error) {
        report.warning(fmt::format("kernels are computed on the CPU: {}", error.what()));
    }
    return options;
}

distill::Corruption corruptionOf(const json& fields, std::uint64_t seed) {
    return {.rho = fields.at("corrupt"),
            .with = fields.at("corrupt-with") == "zero" ? distill::CorruptWith::Zero
                                                        : distill::CorruptWith::Noise,
            .wholePixels = fields.at("corrupt-pixels"),
            .seed = seed};
}

distill::AugmentationOptions augmentationOf(const json& fields,
                                            const store::Project& project,
                                            const store::Dataset& dataset) {
    constexpr double kWhite = 255;
    distill::AugmentationOptions options;
    options.share = fields.at("augment-share");
    options.seed = fields.at("seed");
    const bool gray = dataset.channels == 1;
    if (fields.at("augment") == "none" || options.share == 0) return options;
    options.kind = gray || fields.at("augment") == "shift-rotate"
                       ? distill::Augmentation::ShiftRotate
                       : distill::Augmentation::AutoAugment;
    for (const double mean : dataset.mean) options.border.push_back(kWhite * mean);
    const json facts = storedJson(project, dataset.id, "dataset.json");
    if (facts.value("source", json::object()).value("format", std::string()) == "svhn")
        options.policy = distill::AutoPolicy::Svhn;
    return options;
}

distill::Preprocessing preprocessingOf(const JobInput& input,
                                       const store::Dataset& dataset,
                                       const train::ImageSource& source,
                                       std::span<const std::int64_t> rows,
                                       const jobs::JobContext& job) {
    if (input.fields.at("preprocessing") == "standard") return distill::Preprocessing(source);
    const auto own = input.workFolder / kPreprocessingFile;
    if (std::filesystem::exists(own)) return {store::readNpz(own), own.string()};
    if (const auto earlier = fittedBefore(input, dataset))
        return {store::readNpz(*earlier), earlier->string()};
    distill::Preprocessing fitted(
        source,
        rows,
        {.reg = input.fields.at("zca-reg"), .absolute = input.fields.at("zca-absolute")},
        job);
    for (const std::string& remark : fitted.zca()->warnings) job.report.warning(remark);
    store::writeNpz(own, fitted.stored());
    return fitted;
}

infinite::ImageShape shapeOf(const store::Dataset& dataset) {
    return {dataset.channels, dataset.height, dataset.width};
}

}  // namespace winnow::run
