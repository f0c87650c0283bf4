// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace winnow::run {

/// Accuracy of a kernel on random natural images, from a kernel-curve of the project.
struct NaturalCurve {
    std::string artifact;
    std::vector<std::int64_t> sizes;
    std::vector<double> accuracy;
};

/// The newest of the data set for the first of a job's kernels with the same settings of kernel,
/// ridge and preprocessing.
[[nodiscard]] std::optional<NaturalCurve> naturalCurve(const store::Project& project,
                                                       const std::string& dataset,
                                                       const nlohmann::json& fields);

}  // namespace winnow::run
