// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>

namespace winnow::run {

/// Two stored clusterings of one data set side by side, over the samples both cluster: {"clusters"
/// [2], "kernels" [2], "runs" [2], "dataset", "samples", "adjusted_rand", "size_rank_correlation",
/// "head_overlap", "per_class" [{"class" (name), "samples", "adjusted_rand",
/// "size_rank_correlation", "head_overlap"}]}; null where a figure is not defined
/// (stats::compareClusterings). `clusters` by id, name or "latest". Throws Error{BadInput}: not two
/// of them, or of different data sets.
[[nodiscard]] nlohmann::json clusterComparison(const store::Project& project,
                                               std::span<const std::string> clusters);

}  // namespace winnow::run
