// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/dataset.h"
#include "engine/store/project.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace winnow::run {

/// Stored clusters seen class by class. N samples of the training split, K classes.
struct HeadClusters {
    store::ArtifactRow cluster, kernel;
    store::Dataset dataset;
    std::vector<std::int64_t> assignment;  ///< [N] cluster, -1 = not clustered
    std::vector<std::int64_t> centroid;    ///< [K] centroid of the class's largest cluster, -1: the
                                           ///< class has none
    std::vector<std::int64_t> head;        ///< [K] number of that cluster, -1: none

    /// Clustered samples of a class, rising.
    [[nodiscard]] std::vector<std::int64_t> members(std::int64_t label) const;
    /// Those of them in its largest cluster.
    [[nodiscard]] std::vector<std::int64_t> headMembers(std::int64_t label) const;
};

/// A class's clusters are those whose centroid is of the class; the largest has the most members of
/// the class, the earliest of equals. Throws Error{BadInput}: no such clusters, their kernel or
/// data set is gone, files that do not fit each other.
[[nodiscard]] HeadClusters headClusters(const store::Project& project, std::string_view cluster);

}  // namespace winnow::run
