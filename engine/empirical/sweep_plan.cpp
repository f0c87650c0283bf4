// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/sweep_plan.h"

#include "engine/empirical/joint_features.h"
#include "engine/jobs/memory.h"
#include "engine/store/error.h"

#include <algorithm>
#include <numeric>

namespace winnow::empirical {
namespace {

constexpr std::int64_t kLargestTile = 1024;
constexpr std::int64_t kSmallestTile = 128;

/// Edge of a tile: enough tiles that the symmetric half saves work, large enough for GEMM.
std::int64_t tileEdge(const SweepOptions& options, std::int64_t largestGroup) {
    if (options.tile > 0) return options.tile;
    return std::clamp((largestGroup + 3) / 4, kSmallestTile, kLargestTile);
}

double memoryAllowed(const SweepOptions& options) {
    return options.memoryBytes > 0 ? options.memoryBytes : 0.5 * jobs::availableMemory();
}

}  // namespace

std::vector<SampleGroup> groupsOf(const SampleSet& samples, bool perClass) {
    const auto n = static_cast<std::int64_t>(samples.ids.size());
    if (!perClass) return {{0, n, -1}};
    std::vector<SampleGroup> groups;
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t label = samples.labels[static_cast<std::size_t>(i)];
        if (groups.empty() || groups.back().label != label) groups.push_back({i, i, label});
        groups.back().end = i + 1;
    }
    return groups;
}

SampleSet ordered(const SampleSet& samples, bool perClass) {
    SampleSet result = samples;
    if (!perClass) return result;
    std::vector<std::size_t> order(samples.ids.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return samples.labels[a] < samples.labels[b];
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        result.ids[i] = samples.ids[order[i]];
        result.labels[i] = samples.labels[order[i]];
    }
    return result;
}

SweepPlan planFor(const JointFeatures& features,
                  const SweepOptions& options,
                  std::int64_t largestGroup) {
    SweepPlan plan{tileEdge(options, largestGroup), largestGroup};
    const double perSample = features.bytesPerSample();
    const double allowed = memoryAllowed(options);
    if (perSample * static_cast<double>(largestGroup) <= allowed) return plan;
    const auto fitting = static_cast<std::int64_t>(allowed / perSample);
    plan.tile =
        std::min(plan.tile, fitting / 3);  // a panel of at least two tiles and the passing one
    if (plan.tile < 1)
        throw outOfResources("features of one sample take " + jobs::bytesText(perSample) + " and " +
                             jobs::bytesText(allowed) +
                             " may be used; give a projection, or allow more memory");
    plan.panel = (fitting / plan.tile - 1) * plan.tile;
    return plan;
}

SweepCost sweepCost(const models::Model& model,
                    const SampleSet& samples,
                    const SweepOptions& options,
                    std::span<const KernelKind> kinds) {
    const SampleSet sorted = ordered(samples, options.perClass);
    const JointFeatures features(model, sorted, options, {kinds.begin(), kinds.end()});
    SweepCost cost;
    cost.samples = static_cast<std::int64_t>(samples.ids.size());
    std::int64_t largest = 0;
    for (const SampleGroup& group : groupsOf(sorted, options.perClass)) {
        cost.pairs += group.size() * (group.size() + 1) / 2;
        largest = std::max(largest, group.size());
        if (!options.matrixFolder.empty())
            cost.matrixBytes += 4.0 * static_cast<double>(kinds.size()) *
                                static_cast<double>(group.size()) *
                                static_cast<double>(group.size());
    }
    cost.parameters = features.parameterCount();
    cost.macsPerPair = features.macsPerPair();
    cost.numbersPerSample = features.numbersPerSample();
    const auto* network = dynamic_cast<const models::Network*>(&model);
    const double forward = network != nullptr
                               ? static_cast<double>(network->architecture().forwardMacs())
                               : static_cast<double>(cost.parameters);
    cost.featureBytes = features.bytesPerSample() * static_cast<double>(cost.samples);
    cost.residentBytes =
        std::min(features.bytesPerSample() * static_cast<double>(largest), memoryAllowed(options));
    // A backward pass by the inputs and the weight gradients: twice the forward pass.
    const double passes = 1.0 + 2.0 * static_cast<double>(features.backwardPasses());
    cost.flops = 2.0 * static_cast<double>(cost.pairs) * static_cast<double>(cost.macsPerPair) +
                 2.0 * passes * forward * static_cast<double>(cost.samples);
    return cost;
}

}  // namespace winnow::empirical
