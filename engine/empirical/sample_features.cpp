// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/sample_features.h"

#include <torch/torch.h>

namespace winnow::empirical {

SampleFeatures::SampleFeatures(const models::Model& model,
                               const SampleSet& samples,
                               const SweepOptions& options)
    : m_features(model, samples, options, {options.kind}) {}

Block SampleFeatures::at(std::int64_t begin,
                         std::int64_t count,
                         const jobs::JobContext* context) const {
    return m_features.at(begin, count, context).parts.front();
}

Block SampleFeatures::of(std::span<const std::int64_t> positions) const {
    return m_features.of(positions).parts.front();
}

}  // namespace winnow::empirical
