// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/kernel_clusters.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;

ClusterChoice choiceOf(const json& fields) {
    ClusterChoice choice;
    choice.perClass = fields.at("scope") == "per-class";
    choice.allSamples = fields.at("all-samples");
    choice.cosine = fields.at("normalise") == "cosine";
    choice.device = fields.at("device").get<std::string>();
    const json& centroids = fields.at("centroids");
    if (centroids.is_number_integer())
        choice.count = centroids.get<std::int64_t>();
    else
        choice.share = centroids.get<double>();
    return choice;
}

/// Per class (or for all together): samples, clusters, the largest one, those of one sample.
json perGroup(const KernelClusters& clusters, const store::Dataset& dataset) {
    json groups = json::array();
    for (std::size_t c = 0; c < clusters.sizes.size(); ++c) {
        if (c == 0 || clusters.clusterClass[c] != clusters.clusterClass[c - 1]) {
            const std::int64_t label = clusters.clusterClass[c];
            groups.push_back(
                {{"class",
                  label < 0 ? "all" : dataset.classNames.at(static_cast<std::size_t>(label))},
                 {"samples", 0},
                 {"clusters", 0},
                 {"largest", 0},
                 {"singletons", 0}});
        }
        json& group = groups.back();
        const std::int64_t size = clusters.sizes[c];
        group["samples"] = group["samples"].get<std::int64_t>() + size;
        group["clusters"] = group["clusters"].get<std::int64_t>() + 1;
        group["largest"] = std::max(group["largest"].get<std::int64_t>(), size);
        group["singletons"] = group["singletons"].get<std::int64_t>() + (size == 1 ? 1 : 0);
    }
    return groups;
}

json summaryOf(const KernelClusters& clusters,
               const store::Dataset& dataset,
               const store::ArtifactRow& kernel,
               const json& fields) {
    const auto& sizes = clusters.sizes;
    return {{"kernel", kernel.id},
            {"scope", fields.at("scope")},
            {"normalise", fields.at("normalise")},
            {"samples", clusters.samples.size()},
            {"redundant_left_out", clusters.redundantLeftOut},
            {"clusters", sizes.size()},
            {"largest", sizes.empty() ? 0 : *std::ranges::max_element(sizes)},
            {"singletons", std::ranges::count(sizes, 1)},
            {"per_class", perGroup(clusters, dataset)}};
}

void writeClusters(store::ArtifactDraft& draft, const KernelClusters& clusters) {
    const auto n = std::ssize(clusters.assignment);
    const auto m = std::ssize(clusters.centroids);
    draft.write<std::int64_t>("sample.npy", clusters.samples, {std::ssize(clusters.samples)});
    draft.write<std::int64_t>("assignment.npy", clusters.assignment, {n});
    draft.write<float>("similarity.npy", clusters.similarity, {n});
    draft.write<std::int64_t>("centroids.npy", clusters.centroids, {m});
    draft.write<std::int64_t>("cluster_class.npy", clusters.clusterClass, {m});
    draft.write<std::int64_t>("sizes.npy", clusters.sizes, {m});
}

}  // namespace

JobOutcome runCluster(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const store::ArtifactRow kernel =
        input.project.find("kernel", input.fields.at("kernel").get<std::string>());
    const store::Dataset dataset = datasetOf(input.project, kernel);
    const KernelClusters clusters =
        clusterKernel(input.project, kernel, dataset, choiceOf(input.fields), context);

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "cluster",
                                           "cluster",
                                           input.fields.value("name", std::string{}),
                                           {kernel.id, dataset.id}));
    writeClusters(draft, clusters);
    const json summary = summaryOf(clusters, dataset, kernel, input.fields);
    draft.writeText("cluster.json", summary.dump(2));
    return {draft.commit(summary, watch.seconds()), summary.dump()};
}

}  // namespace winnow::run
