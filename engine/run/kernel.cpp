// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/cost.h"
#include "engine/empirical/kernel_artifact.h"
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/kernel_plan.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <numeric>

namespace winnow::run {
namespace {

using nlohmann::json;

void announce(const empirical::SweepCost& cost, const jobs::JobContext& context) {
    context.report.note(fmt::format(
        "{} samples, {:.3g} pairs, {} multiply-adds a pair: {:.3g} TFLOP; {} of features, {} held "
        "at once{}",
        cost.samples,
        static_cast<double>(cost.pairs),
        cost.macsPerPair,
        cost.flops / 1e12,
        empirical::bytesText(cost.featureBytes),
        empirical::bytesText(cost.residentBytes),
        cost.matrixBytes > 0 ? ", matrix " + empirical::bytesText(cost.matrixBytes) : ""));
}

std::int64_t total(const store::Array& counts) {
    const auto values = counts.as<std::int64_t>();
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

json summaryOf(const empirical::SweepResult& result,
               const empirical::SweepCost& cost,
               const empirical::SweepOptions& options,
               const std::string& run) {
    const auto redundant = result.arrays.at("redundant").as<std::uint8_t>();
    const auto flagged = std::accumulate(redundant.begin(), redundant.end(), std::int64_t{0});
    json summary{
        {"kind", empirical::kernelKindName(options.kind)},
        {"scope", options.perClass ? "per-class" : "all"},
        {"run", run},
        {"samples", cost.samples},
        {"pairs", cost.pairs},
        {"parameters", cost.parameters},
        {"macs_per_pair", cost.macsPerPair},
        {"redundant", flagged},
        {"redundant_share", static_cast<double>(flagged) / static_cast<double>(cost.samples)},
        {"interchangeable_pairs", total(result.arrays.at("interchangeable")) / 2},
        {"contradictory_pairs", total(result.arrays.at("contradictory")) / 2},
        {"smallest_eigenvalue_share", result.smallestEigenvalue},
        {"projection", options.projection},
        {"approximate", options.projection > 0}};
    if (result.projectionError)
        summary["projection_error"] = {{"pairs", result.projectionError->pairs},
                                       {"rms", result.projectionError->rms},
                                       {"spearman", result.projectionError->spearman}};
    return summary;
}

/// The checks of methods/lpntk.md, sections 3.5 and 3.6, said aloud.
void warnAboutPrecision(const empirical::SweepResult& result, const jobs::JobContext& context) {
    constexpr double kLowestShare = -1e-5;
    if (result.smallestEigenvalue < kLowestShare)
        context.report.warning(
            fmt::format("the smallest eigenvalue of a sampled block is {:.2g} of its trace; a "
                        "kernel has none below 0, so compute it again with precision float64",
                        result.smallestEigenvalue));
    if (result.projectionError)
        context.report.warning(
            fmt::format("the projected kernel errs by {:.2g} (RMS of error / (|phi_i| |phi_j|), "
                        "rank correlation {:.3f} on {} exact pairs); redundancy is approximate",
                        result.projectionError->rms,
                        result.projectionError->spearman,
                        result.projectionError->pairs));
}

}  // namespace

JobOutcome runKernel(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const KernelPlan plan = kernelPlan(input.project, input.fields, input.workFolder);
    const empirical::SweepOptions& options = plan.options;
    const models::RunNetwork& source = plan.source;
    const empirical::SampleSet& samples = plan.samples;
    const empirical::SweepCost& cost = plan.cost;
    announce(cost, context);

    const empirical::SweepResult result =
        empirical::sweep(*source.model, samples, options, input.workFolder, context);
    warnAboutPrecision(result, context);
    for (const std::string& warning : result.warnings) context.report.warning(warning);

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "kernel",
                                           "kernel",
                                           input.fields.value("name", std::string{}),
                                           {source.run.id, source.dataset.id}));
    for (const auto& [name, array] : result.arrays) draft.write(name + ".npy", array);
    if (!options.matrixFolder.empty())
        for (const auto& entry : std::filesystem::directory_iterator(input.workFolder))
            if (const std::string name = entry.path().filename().string();
                name.starts_with("matrix") && name.ends_with(".npy"))
                draft.adopt(entry.path(), name);
    const double seconds = watch.seconds();
    json summary = summaryOf(result, cost, options, source.run.id);
    draft.writeText("kernel.json", summary.dump(2));
    summary["gflop_per_s"] = cost.flops / seconds / 1e9;
    return {draft.commit(summary, seconds), summary.dump()};
}

}  // namespace winnow::run
