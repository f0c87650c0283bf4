// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kernel_clusters.h"

#include "engine/data/export_request.h"
#include "engine/empirical/columns.h"
#include "engine/select/fpc.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace winnow::run {
namespace {

/// The samples that are clustered together.
struct Group {
    std::int64_t label = -1;  ///< -1: all classes
    std::vector<std::int64_t> members;
    std::int64_t centroids = 0;
};

/// One bar over all groups, and warnings that name the class.
class GroupReporter final : public jobs::ForwardingReporter {
public:
    GroupReporter(jobs::JobReporter& outer, std::int64_t total)
        : ForwardingReporter(outer), m_total(total) {}
    void begin(std::int64_t done, std::string label) {
        m_done = done;
        m_label = std::move(label);
    }
    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        outer().progress(stage, m_done + done, m_total);
    }
    void warning(std::string_view message) override {
        outer().warning(m_label.empty() ? std::string(message)
                                        : fmt::format("class {}: {}", m_label, message));
    }

private:
    std::int64_t m_total;
    std::int64_t m_done = 0;
    std::string m_label;
};

std::vector<Group> groupsOf(const std::vector<std::int64_t>& samples,
                            std::span<const std::int64_t> labels,
                            std::int64_t classes,
                            const ClusterChoice& choice) {
    std::vector<Group> groups(choice.perClass ? at(classes) : 1);
    for (std::size_t g = 0; g < groups.size() && choice.perClass; ++g)
        groups[g].label = static_cast<std::int64_t>(g);
    for (const std::int64_t id : samples)
        groups[choice.perClass ? at(labels[at(id)]) : 0].members.push_back(id);
    std::erase_if(groups, [](const Group& group) { return group.members.empty(); });
    for (Group& group : groups)
        group.centroids = choice.count.value_or(
            select::centroidsFromShare(choice.share, std::ssize(group.members)));
    return groups;
}

void append(KernelClusters& all, const Group& group, const select::FpcResult<float>& found) {
    const auto first = std::ssize(all.centroids);
    for (std::size_t i = 0; i < group.members.size(); ++i) {
        all.assignment[at(group.members[i])] = first + found.assignment[i];
        all.similarity[at(group.members[i])] = found.own[i];
    }
    for (const std::int64_t centroid : found.centroids) {
        all.centroids.push_back(group.members[at(centroid)]);
        all.clusterClass.push_back(group.label);
    }
    all.sizes.insert(all.sizes.end(), found.sizes.begin(), found.sizes.end());
}

/// Leaves the redundant samples out; the arrays of a kernel follow its own samples.
void leaveOutRedundant(const store::Project& project,
                       const store::ArtifactRow& kernel,
                       KernelClusters& clusters) {
    const store::Array array = project.read(kernel.id, "redundant.npy");
    const auto flags = array.as<std::uint8_t>();
    if (flags.size() != clusters.samples.size())
        throw badInput(
            fmt::format("{}: redundant.npy holds {} samples and the kernel {}; compute "
                        "the kernel again",
                        kernel.id,
                        flags.size(),
                        clusters.samples.size()));
    std::vector<std::int64_t> kept;
    for (std::size_t i = 0; i < flags.size(); ++i)
        if (flags[i] == 0) kept.push_back(clusters.samples[i]);
    clusters.redundantLeftOut = std::ssize(clusters.samples) - std::ssize(kept);
    clusters.samples = std::move(kept);
}

}  // namespace

std::optional<store::ArtifactRow> ancestor(const store::Project& project,
                                           const store::ArtifactRow& row,
                                           std::string_view kind) {
    for (store::ArtifactRow& found : data::lineage(project, row))
        if (found.kind == kind) return std::move(found);
    return std::nullopt;
}

store::ArtifactRow requireAncestor(const store::Project& project,
                                   const store::ArtifactRow& row,
                                   std::string_view kind) {
    if (auto found = ancestor(project, row, kind)) return std::move(*found);
    throw badInput(fmt::format("the {} that {} was made from is not in this project; make {} again",
                               kind,
                               row.id,
                               row.id));
}

store::Dataset datasetOf(const store::Project& project, const store::ArtifactRow& row) {
    const auto dataset = ancestor(project, row, "dataset");
    if (!dataset)
        throw badInput(
            fmt::format("the data set {} was made from is not in this project; import "
                        "it and make {} again",
                        row.id,
                        row.id));
    return store::openDataset(project, dataset->id);
}

std::vector<std::int64_t> kernelSamples(const store::Project& project,
                                        const store::ArtifactRow& kernel,
                                        std::int64_t trainingSamples) {
    if (!project.has(kernel.id, "sample.npy")) return allRows(trainingSamples);
    const store::Array array = project.read(kernel.id, "sample.npy");
    const auto ids = array.as<std::int64_t>();
    const bool inside =
        std::ranges::all_of(ids, [&](std::int64_t id) { return id >= 0 && id < trainingSamples; });
    if (!inside)
        throw badInput(
            fmt::format("{}/sample.npy names samples the data set does not have; "
                        "compute the kernel again",
                        kernel.id));
    return {ids.begin(), ids.end()};
}

KernelClusters clusterKernel(const store::Project& project,
                             const store::ArtifactRow& kernel,
                             const store::Dataset& dataset,
                             const ClusterChoice& choice,
                             const jobs::JobContext& context) {
    const std::int64_t n = dataset.train.size();
    KernelClusters clusters;
    clusters.assignment.assign(at(n), -1);
    clusters.similarity.assign(at(n), std::numeric_limits<float>::quiet_NaN());
    clusters.samples = kernelSamples(project, kernel, n);
    if (!choice.allSamples) leaveOutRedundant(project, kernel, clusters);

    const auto groups =
        groupsOf(clusters.samples, dataset.train.labels(), dataset.classes(), choice);
    std::int64_t total = 0, done = 0;
    for (const Group& group : groups) total += std::min(group.centroids, std::ssize(group.members));
    GroupReporter report(context.report, total);
    for (const Group& group : groups) {
        report.begin(done, group.label < 0 ? "" : dataset.classNames.at(at(group.label)));
        const auto columns = empirical::openColumns(project, kernel, group.members, choice.device);
        append(
            clusters,
            group,
            select::farthestPointClusters(*columns,
                                          {.centroids = group.centroids, .cosine = choice.cosine},
                                          {context.stop, report}));
        done += std::min(group.centroids, std::ssize(group.members));
    }
    return clusters;
}

}  // namespace winnow::run
