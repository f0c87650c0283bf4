// SPDX-License-Identifier: Apache-2.0
#include "engine/select/selections.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace winnow::select {
namespace {

std::vector<std::int64_t> openSamples(const SelectionScope& scope) {
    std::vector<std::int64_t> samples;
    for (std::int64_t i = 0; i < std::ssize(scope.labels); ++i) {
        if (scope.open(i)) samples.push_back(i);
    }
    return samples;
}

RemovalOrder asOrder(const std::vector<std::int64_t>& samples, Stage stage) {
    RemovalOrder order;
    for (const std::int64_t sample : samples) order.removals.push_back({sample, stage});
    return order;
}

/// Largest margin first, those without one last; equal margins by rising index.
void sortByMargin(std::vector<std::int64_t>& samples, std::span<const double> margin) {
    std::ranges::stable_sort(samples, std::greater<>(), [&](std::int64_t i) {
        return std::isnan(margin[at(i)]) ? -std::numeric_limits<double>::infinity() : margin[at(i)];
    });
}

/// The redundant open samples, less one of each class that has no others.
std::vector<std::int64_t> flagged(const SelectionScope& scope,
                                  const RedundancyFacts& facts,
                                  std::vector<std::string>& warnings) {
    struct Class {
        std::int64_t largest = -1;
        bool survives = false;
    };
    std::map<std::int64_t, Class> classes;
    std::vector<std::int64_t> samples;
    for (const std::int64_t i : openSamples(scope)) {
        Class& own = classes[scope.labels[at(i)]];
        own.survives = own.survives || facts.redundant[at(i)] == 0;
        if (own.largest < 0 || facts.diagonal[at(i)] > facts.diagonal[at(own.largest)])
            own.largest = i;
        if (facts.redundant[at(i)] != 0) samples.push_back(i);
    }
    for (const auto& [label, own] : classes) {
        if (own.survives) continue;
        std::erase(samples, own.largest);
        warnings.push_back(fmt::format(
            "every sample of class {} is redundant; sample {}, of largest kernel value, is kept",
            label,
            own.largest));
    }
    return samples;
}

void requireFacts(const SelectionScope& scope, const RedundancyFacts& facts) {
    const std::size_t n = scope.labels.size();
    if (facts.redundant.size() == n && facts.margin.size() == n && facts.diagonal.size() == n)
        return;
    throw internalError("redundancy and labels are of different samples");
}

/// The cluster of most members per class; the earliest of equals. Keyed by class.
std::map<std::int64_t, std::size_t> largestClusters(
    const ClusterFacts& clusters, const std::vector<std::vector<std::int64_t>>& members) {
    std::map<std::int64_t, std::size_t> largest;
    for (std::size_t c = 0; c < members.size(); ++c) {
        const auto [found, isNew] = largest.emplace(clusters.clusterClass[c], c);
        if (!isNew && members[c].size() > members[found->second].size()) found->second = c;
    }
    return largest;
}

/// Members of each cluster that are open and not redundant.
std::vector<std::vector<std::int64_t>> openMembers(const SelectionScope& scope,
                                                   const RedundancyFacts& facts,
                                                   const ClusterFacts& clusters) {
    std::vector<std::vector<std::int64_t>> members(clusters.centroids.size());
    for (const std::int64_t i : openSamples(scope)) {
        const std::int64_t cluster = clusters.assignment[at(i)];
        if (cluster < 0 || facts.redundant[at(i)] != 0) continue;
        members.at(at(cluster)).push_back(i);
    }
    return members;
}

void appendHeadCut(const SelectionScope& scope,
                   const RedundancyFacts& facts,
                   const ClusterFacts& clusters,
                   double headCut,
                   std::int64_t seed,
                   RemovalOrder& order) {
    const auto members = openMembers(scope, facts, clusters);
    for (const auto& [label, cluster] : largestClusters(clusters, members)) {
        std::vector<std::int64_t> pool = members[cluster];
        const double exact = headCut * static_cast<double>(pool.size());
        const auto wanted = static_cast<std::size_t>(std::floor(exact * (1 + 1e-12)));
        if (wanted == 0 && headCut > 0) {
            order.warnings.push_back(
                fmt::format("the largest cluster{} has {} samples, so the head cut takes none",
                            label < 0 ? "" : fmt::format(" of class {}", label),
                            pool.size()));
        }
        std::erase(pool, clusters.centroids[cluster]);
        Random random({static_cast<std::uint64_t>(seed),
                       Random::wordOf("head-cut"),
                       static_cast<std::uint64_t>(label)});
        random.shuffle(std::span(pool));
        pool.resize(std::min(wanted, pool.size()));
        for (const std::int64_t sample : pool) order.removals.push_back({sample, Stage::HeadCut});
    }
}

/// What no earlier stage takes and is not redundant, by falling margin.
void appendOthers(const SelectionScope& scope, const RedundancyFacts& facts, RemovalOrder& order) {
    std::vector<std::uint8_t> taken(facts.redundant.begin(), facts.redundant.end());
    for (const Removal& removal : order.removals) taken[at(removal.sample)] = 1;
    std::vector<std::int64_t> others = openSamples(scope);
    std::erase_if(others, [&](std::int64_t i) { return taken[at(i)] != 0; });
    sortByMargin(others, facts.margin);
    for (const std::int64_t sample : others) order.removals.push_back({sample, Stage::LeftOut});
}

RemovalOrder redundantOnly(const SelectionScope& scope,
                           const RedundancyFacts& facts,
                           const std::optional<double>& cap) {
    requireFacts(scope, facts);
    std::vector<std::string> warnings;
    std::vector<std::int64_t> samples = flagged(scope, facts, warnings);
    sortByMargin(samples, facts.margin);
    if (cap) {
        if (!(*cap > 0 && *cap <= 1)) {
            throw badInput(fmt::format("cap is {}; give a share above 0 and at most 1", *cap));
        }
        const double room = std::floor(*cap * static_cast<double>(scope.openCount()) * (1 + 1e-12));
        samples.resize(std::min(samples.size(), static_cast<std::size_t>(room)));
    }
    RemovalOrder order = asOrder(samples, Stage::Redundant);
    order.warnings = std::move(warnings);
    return order;
}

}  // namespace

RemovalOrder randomOrder(const SelectionScope& scope, std::int64_t seed) {
    std::vector<std::int64_t> samples = openSamples(scope);
    Random random({static_cast<std::uint64_t>(seed), Random::wordOf("random selection")});
    random.shuffle(std::span(samples));
    return asOrder(samples, Stage::LeftOut);
}

RemovalOrder allButOrder(const SelectionScope& scope, std::span<const std::int64_t> ids) {
    std::vector<std::int64_t> others = openSamples(scope);
    std::erase_if(others, [&](std::int64_t i) { return std::ranges::binary_search(ids, i); });
    return asOrder(others, Stage::LeftOut);
}

RemovalOrder scoreOrder(const SelectionScope& scope, std::span<const double> score) {
    if (score.size() != scope.labels.size()) {
        throw badInput(fmt::format("there are {} scores for {} samples; the counts must agree",
                                   score.size(),
                                   scope.labels.size()));
    }
    std::vector<std::int64_t> samples = openSamples(scope);
    for (const std::int64_t i : samples) {
        if (std::isnan(score[at(i)])) {
            throw badInput(fmt::format("sample {} has no score; every fitted sample needs one", i));
        }
    }
    std::ranges::reverse(samples);
    std::ranges::stable_sort(samples, {}, [&](std::int64_t i) { return score[at(i)]; });
    return asOrder(samples, Stage::LeftOut);
}

RemovalOrder redundantOrder(const SelectionScope& scope,
                            const RedundancyFacts& facts,
                            const RedundancyChoice& choice) {
    RemovalOrder order = redundantOnly(scope, facts, choice.cap);
    if (choice.thenOthers) appendOthers(scope, facts, order);
    return order;
}

RemovalOrder pipelineOrder(const SelectionScope& scope,
                           const RedundancyFacts& facts,
                           const ClusterFacts& clusters,
                           double headCut,
                           std::int64_t seed,
                           const RedundancyChoice& choice) {
    if (!(headCut >= 0 && headCut <= 1)) {
        throw badInput(fmt::format("head-cut is {}; give a share from 0 to 1", headCut));
    }
    if (clusters.assignment.size() != scope.labels.size() ||
        clusters.centroids.size() != clusters.clusterClass.size()) {
        throw badInput("the clusters are of another data set than the kernel");
    }
    RemovalOrder order = redundantOnly(scope, facts, choice.cap);
    appendHeadCut(scope, facts, clusters, headCut, seed, order);
    if (choice.thenOthers) appendOthers(scope, facts, order);
    return order;
}

}  // namespace winnow::select
