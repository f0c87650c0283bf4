// SPDX-License-Identifier: Apache-2.0
#include "engine/run/head_clusters.h"

#include "engine/run/kernel_clusters.h"
#include "engine/run/stored_values.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace winnow::run {
namespace {

/// Members of each cluster that are of its centroid's class.
std::vector<std::int64_t> ownSizes(const HeadClusters& clusters,
                                   const std::vector<std::int64_t>& centroids) {
    const auto labels = clusters.dataset.train.labels();
    std::vector<std::int64_t> sizes(centroids.size(), 0);
    for (std::size_t i = 0; i < clusters.assignment.size(); ++i) {
        const std::int64_t cluster = clusters.assignment[i];
        if (cluster >= 0 && labels[at(centroids[at(cluster)])] == labels[i]) ++sizes[at(cluster)];
    }
    return sizes;
}

}  // namespace

std::vector<std::int64_t> HeadClusters::members(std::int64_t label) const {
    const auto labels = dataset.train.labels();
    std::vector<std::int64_t> found;
    for (std::size_t i = 0; i < assignment.size(); ++i)
        if (labels[i] == label && assignment[i] >= 0) found.push_back(static_cast<std::int64_t>(i));
    return found;
}

std::vector<std::int64_t> HeadClusters::headMembers(std::int64_t label) const {
    if (head[at(label)] < 0) return {};
    std::vector<std::int64_t> found = members(label);
    std::erase_if(found, [&](std::int64_t id) { return assignment[at(id)] != head[at(label)]; });
    return found;
}

HeadClusters headClusters(const store::Project& project, std::string_view cluster) {
    store::ArtifactRow row = project.find("cluster", cluster);
    store::ArtifactRow kernel = requireAncestor(project, row, "kernel");
    store::Dataset dataset = datasetOf(project, kernel);
    HeadClusters found{std::move(row), std::move(kernel), std::move(dataset), {}, {}, {}};
    const std::int64_t n = found.dataset.train.size();
    const auto centroids = storedIndices(project, found.cluster.id, "centroids.npy", -1, n);
    found.assignment =
        storedIndices(project, found.cluster.id, "assignment.npy", n, std::ssize(centroids));
    if (std::ranges::count(centroids, -1) > 0)
        throw badInput(
            fmt::format("{} does not fit {}; cluster again", found.cluster.id, found.dataset.id));
    const auto labels = found.dataset.train.labels();
    const std::vector<std::int64_t> sizes = ownSizes(found, centroids);
    found.centroid.assign(at(found.dataset.classes()), -1);
    found.head.assign(at(found.dataset.classes()), -1);
    for (std::size_t c = 0; c < centroids.size(); ++c) {
        const std::size_t label = at(labels[at(centroids[c])]);
        if (found.head[label] >= 0 && sizes[c] <= sizes[at(found.head[label])]) continue;
        found.head[label] = static_cast<std::int64_t>(c);
        found.centroid[label] = centroids[c];
    }
    return found;
}

}  // namespace winnow::run
