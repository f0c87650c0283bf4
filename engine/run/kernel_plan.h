// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/kernel_artifact.h"
#include "engine/empirical/sweep.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <vector>

namespace winnow::run {

/// What a kernel job would do, before it does it.
struct KernelPlan {
    std::vector<empirical::KernelKind> kinds;  ///< in one sweep
    empirical::SweepOptions options;           ///< its kind is that of `kinds` which comes first
    models::RunNetwork source;
    empirical::SampleSet samples;
    empirical::SweepCost cost;
};

/// `fields` as jobs::validated returned them, `device` settled. Stored matrices go below
/// `workFolder`. Throws Error{BadInput}.
[[nodiscard]] KernelPlan kernelPlan(const store::Project& project,
                                    const nlohmann::json& fields,
                                    const std::filesystem::path& workFolder);

/// {"samples", "pairs", "flops", "memory" (bytes held at once), "disk" (bytes of stored matrices),
/// "seconds"}, of all kinds together: the last from the rate of a matrix product measured now, of
/// which a sweep reaches about half (tests/bench/lpntk), so good to a factor of two. `fields` as a
/// person typed them, all but the name. Throws Error{BadInput} as the job would.
[[nodiscard]] nlohmann::json kernelCost(const store::Project& project,
                                        const nlohmann::json& fields);

}  // namespace winnow::run
