// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/joint_features.h"

namespace winnow::empirical {

/// JointFeatures of the one kind that the options name.
class SampleFeatures {
public:
    /// All are borrowed.
    SampleFeatures(const models::Model& model,
                   const SampleSet& samples,
                   const SweepOptions& options);

    [[nodiscard]] Block at(std::int64_t begin,
                           std::int64_t count,
                           const jobs::JobContext* context = nullptr) const;
    [[nodiscard]] Block of(std::span<const std::int64_t> positions) const;
    [[nodiscard]] double bytesPerSample() const { return m_features.bytesPerSample(); }

private:
    JointFeatures m_features;
};

}  // namespace winnow::empirical
