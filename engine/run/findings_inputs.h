// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/executor.h"
#include "engine/select/label_evidence.h"
#include "engine/store/dataset.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace winnow::run {

/// What the job kind `findings` reads from the project.
struct FindingsInputs {
    store::Dataset dataset;
    store::ArtifactRow run;
    store::ArtifactRow kernel;
    nlohmann::json recipe;  ///< the run's fields, on this job's device
    std::int64_t epochs = 0, bestEpoch = 0;
    std::vector<std::int64_t> forgetting;  ///< [N]
    std::vector<double> difficulty;        ///< [N] nats, summed over epochs
    bool oneClass = false;                 ///< the kernel has no pairs of two classes
    bool ignoresLabels = false;            ///< pntk
    bool projected = false;                ///< its values are approximate
    std::vector<std::int64_t> samples;     ///< [n] ids that the kernel covers, rising
    store::Array partners, kappa;          ///< [n, width]
    store::Array diagonal;                 ///< [n]

    [[nodiscard]] select::KernelPartners lists() const {
        return {samples, partners.as<std::int64_t>(), kappa.as<float>(), diagonal.as<float>()};
    }
};

/// Throws Error{BadInput}: an artifact that is missing, damaged, does not say how it was made, a
/// run of another data set than the kernel's, or a data set of one class.
[[nodiscard]] FindingsInputs findingsInputs(const JobInput& input);

}  // namespace winnow::run
