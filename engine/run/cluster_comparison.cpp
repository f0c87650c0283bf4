// SPDX-License-Identifier: Apache-2.0
#include "engine/run/cluster_comparison.h"

#include "engine/run/kernel_clusters.h"
#include "engine/run/stored_values.h"
#include "engine/stats/cluster_agreement.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace winnow::run {

using nlohmann::json;

namespace {

json figuresOf(const stats::ClusterAgreement& agreement) {
    return {{"samples", agreement.samples},
            {"adjusted_rand", agreement.adjustedRand},
            {"size_rank_correlation", agreement.sizeRankCorrelation},
            {"head_overlap", agreement.headOverlap}};
}

json ancestorIds(const store::Project& project,
                 const std::array<store::ArtifactRow, 2>& rows,
                 std::string_view kind) {
    json ids = json::array();
    for (const store::ArtifactRow& row : rows) {
        const auto found = ancestor(project, row, kind);
        ids.push_back(found ? json(found->id) : json());
    }
    return ids;
}

}  // namespace

json clusterComparison(const store::Project& project, std::span<const std::string> clusters) {
    if (clusters.size() != 2)
        throw badInput(fmt::format("{} clusterings are given; two are compared", clusters.size()));
    const std::array rows{project.find("cluster", clusters[0]),
                          project.find("cluster", clusters[1])};
    const store::Dataset dataset = datasetOf(project, rows[0]);
    if (const store::Dataset other = datasetOf(project, rows[1]); other.id != dataset.id)
        throw badInput(
            fmt::format("{} is of {} and {} of {}; compare two clusterings of one data "
                        "set",
                        rows[0].id,
                        dataset.id,
                        rows[1].id,
                        other.id));
    std::array<std::vector<std::int64_t>, 2> assignments, sizes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        sizes[i] = storedValues<std::int64_t>(project, rows[i].id, "sizes.npy", -1);
        assignments[i] = storedIndices(
            project, rows[i].id, "assignment.npy", dataset.train.size(), std::ssize(sizes[i]));
    }
    const auto clustering = [&](std::size_t i) {
        return stats::Clustering{assignments[i], sizes[i]};
    };
    const auto agreements = stats::compareClusterings(
        clustering(0), clustering(1), dataset.train.labels(), dataset.classes());
    json result = figuresOf(agreements.back());
    result["clusters"] = {rows[0].id, rows[1].id};
    result["kernels"] = ancestorIds(project, rows, "kernel");
    result["runs"] = ancestorIds(project, rows, "run");
    result["dataset"] = dataset.id;
    result["per_class"] = json::array();
    for (std::int64_t k = 0; k < dataset.classes(); ++k) {
        json one = figuresOf(agreements[static_cast<std::size_t>(k)]);
        one["class"] = dataset.classNames[static_cast<std::size_t>(k)];
        result["per_class"].push_back(std::move(one));
    }
    return result;
}

}  // namespace winnow::run
