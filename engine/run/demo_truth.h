// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// How well the main job found what the built-in set `planted` hides.
namespace winnow::run {

/// One row per question: what was planted, how many, how many were found, the share, and how many
/// chance would find.
[[nodiscard]] nlohmann::ordered_json scoreAgainstTruth(const store::Project& project,
                                               const std::string& dataset,
                                               const std::string& run,
                                               const std::string& lpntk);

/// Share of the fitted samples that a selection keeps.
[[nodiscard]] double keptShare(const store::Project& project,
                               const std::string& selection,
                               const std::string& run);

/// One row per class: clusters, the largest, those of one member.
[[nodiscard]] nlohmann::ordered_json clusterSizes(const store::Project& project,
                                          const std::string& cluster);

}  // namespace winnow::run
