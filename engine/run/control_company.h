// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/executor.h"
#include "engine/run/head_clusters.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/// Whom the study `difficulty-control` learns beside whom: methods/lpntk.md, section 4.5.
namespace winnow::run {

/// Interchangeable, medium, non-interchangeable.
inline constexpr std::size_t kControlSets = 3;

/// Targets and their company. K classes, n samples asked for.
struct ControlCompany {
    std::vector<std::int64_t> target;  ///< [K] ids, -1: none
    std::vector<std::int64_t> member;  ///< [3, K, n] ids, -1: there are fewer
    std::vector<float> kappa;          ///< [3, K, n] kernel with the target, NaN: nobody
};

/// By the job's fields target, added, medium and device. The candidates of a class are its
/// clustered samples. Where one of a class's sets has fewer samples than asked for, so do the
/// others: a target is not to be harder for being alone; a warning tells how many are missing.
/// Throws Error{BadInput}: no class has a cluster, a kernel that is not finite; Cancelled.
[[nodiscard]] ControlCompany controlCompany(const JobInput& input,
                                            const HeadClusters& clusters,
                                            const jobs::JobContext& job);

/// The targets first, then the company rank by rank, so that every batch of a fixed order holds all
/// classes. `set`: 0 to 2.
[[nodiscard]] std::vector<std::int64_t> controlSet(const ControlCompany& company, std::size_t set);

}  // namespace winnow::run
