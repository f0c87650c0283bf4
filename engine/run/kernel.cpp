// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/kernel_artifact.h"
#include "engine/jobs/memory.h"
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/kernel_plan.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>
#include <numeric>

namespace winnow::run {
namespace {

using nlohmann::json;

void announce(const KernelPlan& plan, const jobs::JobContext& context) {
    const empirical::SweepCost& cost = plan.cost;
    context.report.note(fmt::format(
        "{}{} samples, {:.3g} pairs, {} multiply-adds a pair: {:.3g} TFLOP; {} of features, {} "
        "held at once{}",
        plan.kinds.size() > 1 ? fmt::format("{} kinds, ", plan.kinds.size()) : "",
        cost.samples,
        static_cast<double>(cost.pairs),
        cost.macsPerPair,
        cost.flops / 1e12,
        jobs::bytesText(cost.featureBytes),
        jobs::bytesText(cost.residentBytes),
        cost.matrixBytes > 0 ? ", matrix " + jobs::bytesText(cost.matrixBytes) : ""));
}

std::int64_t total(const store::Array& counts) {
    const auto values = counts.as<std::int64_t>();
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// What a stored kernel of `kind` says of itself.
json summaryOf(const KernelPlan& plan,
               empirical::KernelKind kind,
               const empirical::SweepResult& result) {
    const empirical::SweepOptions& options = plan.options;
    const empirical::SweepCost& cost = plan.cost;
    const auto redundant = result.arrays.at("redundant").as<std::uint8_t>();
    const auto flagged = std::accumulate(redundant.begin(), redundant.end(), std::int64_t{0});
    const std::int64_t macs =
        empirical::sweepCost(*plan.source.model, plan.samples, options, std::span(&kind, 1))
            .macsPerPair;
    json summary{
        {"kind", empirical::kernelKindName(kind)},
        {"scope", options.perClass ? "per-class" : "all"},
        {"run", plan.source.run.id},
        {"samples", cost.samples},
        {"pairs", cost.pairs},
        {"parameters", cost.parameters},
        {"macs_per_pair", macs},
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

/// The checks of methods/lpntk.md, sections 3.5 and 3.6, said aloud. `of`: the kind and a colon
/// where there are several.
void warnAboutPrecision(const empirical::SweepResult& result,
                        const std::string& of,
                        const jobs::JobContext& context) {
    constexpr double kLowestShare = -1e-5;
    if (result.smallestEigenvalue < kLowestShare)
        context.report.warning(
            fmt::format("{}the smallest eigenvalue of a sampled block is {:.2g} of its trace; a "
                        "kernel has none below 0, so compute it again with precision float64",
                        of,
                        result.smallestEigenvalue));
    if (result.projectionError)
        context.report.warning(
            fmt::format("{}the projected kernel errs by {:.2g} (RMS of error / (|phi_i| |phi_j|), "
                        "rank correlation {:.3f} on {} exact pairs); redundancy is approximate",
                        of,
                        result.projectionError->rms,
                        result.projectionError->spearman,
                        result.projectionError->pairs));
}

/// Kernels that an earlier attempt at this job has already stored, by kind.
std::map<empirical::KernelKind, store::ArtifactRow> finishedKernels(const JobInput& input) {
    std::map<empirical::KernelKind, store::ArtifactRow> finished;
    for (store::ArtifactRow& row : input.project.artifacts("kernel")) {
        if (row.job != input.jobId) continue;
        const json summary = json::parse(row.summary);
        finished.emplace(empirical::kernelKind(summary.at("kind").get<std::string>()),
                         std::move(row));
    }
    return finished;
}

std::string kernelName(const json& fields, std::string_view kind, bool several) {
    const auto name = fields.value("name", std::string());
    return name.empty() || !several ? name : fmt::format("{}-{}", name, kind);
}

/// Stores one kernel, with its share of the time since `watch` began; in its spec the kind is its
/// own, as if it had been computed alone.
store::ArtifactRow storedKernel(const JobInput& input,
                                const KernelPlan& plan,
                                empirical::KernelKind kind,
                                const empirical::SweepResult& result,
                                const jobs::Stopwatch& watch) {
    json fields = input.fields;
    fields["kind"] = empirical::kernelKindName(kind);
    store::ArtifactRow row =
        artifactRow({input.project, fields, input.workFolder, input.resumed, input.jobId},
                    "kernel",
                    "kernel",
                    kernelName(fields, empirical::kernelKindName(kind), plan.kinds.size() > 1),
                    {plan.source.run.id, plan.source.dataset.id});
    store::ArtifactDraft draft(input.project, row);
    for (const auto& [name, array] : result.arrays) draft.write(name + ".npy", array);
    for (const std::filesystem::path& matrix : result.matrices)
        draft.adopt(matrix, matrix.filename().string());
    const double seconds = watch.seconds();
    json summary = summaryOf(plan, kind, result);
    draft.writeText("kernel.json", summary.dump(2));
    summary["gflop_per_s"] = plan.cost.flops / seconds / 1e9;
    row.id = draft.commit(summary, seconds / static_cast<double>(plan.kinds.size()));
    row.summary = summary.dump();
    return row;
}

/// Sweeps for the kinds that are not stored yet and stores them.
void computeKernels(const JobInput& input,
                    const jobs::JobContext& context,
                    const KernelPlan& plan,
                    const jobs::Stopwatch& watch,
                    std::map<empirical::KernelKind, store::ArtifactRow>& finished) {
    std::vector<empirical::KernelKind> missing = plan.kinds;
    std::erase_if(missing, [&](empirical::KernelKind kind) { return finished.contains(kind); });
    if (missing.empty()) return;
    const std::vector<empirical::SweepResult> results = empirical::sweep(
        *plan.source.model, plan.samples, plan.options, missing, input.workFolder, context);
    for (std::size_t k = 0; k < missing.size(); ++k) {
        const std::string kind(empirical::kernelKindName(missing[k]));
        const std::string of = plan.kinds.size() > 1 ? kind + ": " : "";
        warnAboutPrecision(results[k], of, context);
        for (const std::string& warning : results[k].warnings) context.report.warning(of + warning);
    }
    for (std::size_t k = 0; k < missing.size(); ++k)
        finished.emplace(missing[k], storedKernel(input, plan, missing[k], results[k], watch));
}

json outcomeOf(const std::vector<store::ArtifactRow>& rows) {
    if (rows.size() == 1) return json::parse(rows.front().summary);
    json kernels = json::array();
    for (const store::ArtifactRow& row : rows) {
        json kernel = json::parse(row.summary);
        kernel["kernel"] = row.id;
        kernels.push_back(std::move(kernel));
    }
    return {{"kernels", kernels}};
}

}  // namespace

JobOutcome runKernel(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const KernelPlan plan = kernelPlan(input.project, input.fields, input.workFolder);
    announce(plan, context);
    auto finished = finishedKernels(input);
    computeKernels(input, context, plan, watch, finished);
    std::vector<store::ArtifactRow> rows;
    for (const empirical::KernelKind kind : plan.kinds) {
        rows.push_back(finished.at(kind));
        if (kind != plan.kinds.back()) context.report.artifact(rows.back().id, "kernel");
    }
    return {rows.back().id, outcomeOf(rows).dump()};
}

}  // namespace winnow::run
