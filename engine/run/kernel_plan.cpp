// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kernel_plan.h"

#include "engine/jobs/declaration.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr double kShareOfProduct = 0.5;  // of the rate of a matrix product
constexpr double kStartSeconds = 0.7;    // LibTorch is loaded

std::vector<empirical::KernelKind> kindsOf(const json& fields) {
    const json& given = fields.at("kind");
    std::vector<empirical::KernelKind> kinds;
    for (const json& one : given.is_array() ? given : json::array({given}))
        kinds.push_back(empirical::kernelKind(one.get<std::string>()));
    return kinds;
}

empirical::SweepOptions optionsOf(const json& fields, const std::filesystem::path& workFolder) {
    empirical::SweepOptions options;
    options.perClass = fields.at("scope") == "per-class";
    options.neighbours = fields.at("neighbours");
    options.relation = fields.at("threshold");
    options.tile = fields.at("block");
    options.projection = fields.at("projection");
    options.seed = fields.at("seed");
    options.memoryBytes = 1e9 * fields.at("memory").get<double>();
    options.precision = models::precisionNamed(fields.at("precision").get<std::string>());
    options.device = models::deviceNamed(fields.at("device").get<std::string>());
    if (fields.at("store-matrix").get<bool>()) options.matrixFolder = workFolder;
    return options;
}

/// FLOP/s of a single-precision matrix product on all threads, the best of three.
double productRate() {
    constexpr std::int64_t kEdge = 768;
    const at::NoGradGuard noGrad;
    const at::Tensor matrix = at::ones({kEdge, kEdge});
    double seconds = 1;
    for (int i = 0; i < 3; ++i) {
        const jobs::Stopwatch watch;
        at::mm(matrix, matrix);
        seconds = std::min(seconds, watch.seconds());
    }
    return 2.0 * kEdge * kEdge * kEdge / seconds;
}

}  // namespace

KernelPlan kernelPlan(const store::Project& project,
                      const json& fields,
                      const std::filesystem::path& workFolder) {
    std::vector<empirical::KernelKind> kinds = kindsOf(fields);
    empirical::SweepOptions options = optionsOf(fields, workFolder);
    options.kind = kinds.front();
    models::RunNetwork source = models::openRun(project,
                                                fields.at("run").get<std::string>(),
                                                fields.at("checkpoint").get<std::string>(),
                                                options.precision,
                                                options.device);
    const std::int64_t onlyClass = fields.value("class", std::int64_t{-1});
    if (onlyClass >= source.dataset.classes())
        throw badInput(fmt::format("class is {}; {} has classes 0 to {}",
                                   onlyClass,
                                   source.dataset.name,
                                   source.dataset.classes() - 1));
    empirical::SampleSet samples =
        empirical::sampleSet(source, empirical::trainingIds(source, onlyClass));
    const empirical::SweepCost cost = empirical::sweepCost(*source.model, samples, options, kinds);
    return {std::move(kinds), std::move(options), std::move(source), std::move(samples), cost};
}

json kernelCost(const store::Project& project, const json& typed) {
    json fields = jobs::validated(jobs::declaration("kernel"), typed);
    fields["device"] = "cpu";
    const empirical::SweepCost cost = kernelPlan(project, fields, project.folder()).cost;
    return {{"samples", cost.samples},
            {"pairs", cost.pairs},
            {"flops", cost.flops},
            {"memory", cost.residentBytes},
            {"disk", cost.matrixBytes},
            {"seconds", kStartSeconds + cost.flops / (kShareOfProduct * productRate())}};
}

}  // namespace winnow::run
