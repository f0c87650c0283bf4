// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/dataset.h"
#include "engine/store/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace winnow::run {

/// How a stored kernel is clustered; the fields of the job kind `cluster`.
struct ClusterChoice {
    bool perClass = true;
    double share = 0.1;                 ///< M as a share of the clustered samples (of a class) ...
    std::optional<std::int64_t> count;  ///< ... or as a number
    bool allSamples = false;            ///< redundant samples too
    bool cosine = false;
    std::string device = "cpu";
};

/// Farthest point clusters of a kernel's samples. Arrays over the whole training split are [N].
struct KernelClusters {
    std::vector<std::int64_t> samples;       ///< ids that were clustered, rising
    std::vector<std::int64_t> assignment;    ///< [N] cluster, -1 = not clustered
    std::vector<float> similarity;           ///< [N] kappa to the own centroid, NaN = not clustered
    std::vector<std::int64_t> centroids;     ///< [M] ids in order of creation, class by class
    std::vector<std::int64_t> clusterClass;  ///< [M]; -1: clusters of all classes together
    std::vector<std::int64_t> sizes;         ///< [M], the centroid counted
    std::int64_t redundantLeftOut = 0;
};

/// The ids a kernel covers, rising: all of the training split, or those of sample.npy.
[[nodiscard]] std::vector<std::int64_t> kernelSamples(const store::Project& project,
                                                      const store::ArtifactRow& kernel,
                                                      std::int64_t trainingSamples);

/// Throws Error{BadInput}: clusters over all classes of a per-class kernel; Cancelled.
[[nodiscard]] KernelClusters clusterKernel(const store::Project& project,
                                           const store::ArtifactRow& kernel,
                                           const store::Dataset& dataset,
                                           const ClusterChoice& choice,
                                           const jobs::JobContext& context);

/// The data set among an artifact's ancestors. Throws Error{BadInput} when there is none.
[[nodiscard]] store::Dataset datasetOf(const store::Project& project,
                                       const store::ArtifactRow& row);
/// The nearest ancestor of a kind, the artifact itself included.
[[nodiscard]] std::optional<store::ArtifactRow> ancestor(const store::Project& project,
                                                         const store::ArtifactRow& row,
                                                         std::string_view kind);
/// The same; throws Error{BadInput} naming both when there is none.
[[nodiscard]] store::ArtifactRow requireAncestor(const store::Project& project,
                                                 const store::ArtifactRow& row,
                                                 std::string_view kind);

}  // namespace winnow::run
