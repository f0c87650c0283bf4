// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/features.h"
#include "engine/empirical/sweep.h"

#include <optional>

namespace winnow::empirical {

/// Features of samples of a set by position, in batches that fit the caches, projected where that
/// is asked for.
class SampleFeatures {
public:
    /// All are borrowed.
    SampleFeatures(const models::Model& model,
                   const SampleSet& samples,
                   const SweepOptions& options);

    /// Positions begin..begin+count. `context` may be null; else it is asked between batches.
    [[nodiscard]] Block at(std::int64_t begin,
                           std::int64_t count,
                           const jobs::JobContext* context = nullptr) const;
    /// Positions in any order; exact even when the sweep is projected, where `exact` is set.
    [[nodiscard]] Block of(std::span<const std::int64_t> positions,
                           bool exact = false,
                           const jobs::JobContext* context = nullptr) const;

    /// As at(), into the rows of a block that has the layout of one that at() gave.
    void fill(const Block& rows,
              std::int64_t begin,
              const jobs::JobContext* context = nullptr) const;

    [[nodiscard]] std::int64_t numbersPerSample() const;  ///< kept for a Gram matrix
    [[nodiscard]] std::int64_t macsPerPair() const;
    [[nodiscard]] std::int64_t parameterCount() const { return m_extractor.parameterCount(); }
    [[nodiscard]] double bytesPerSample() const;

private:
    struct Inputs;
    [[nodiscard]] Inputs inputsOf(std::span<const std::int64_t> positions) const;
    [[nodiscard]] Block batch(std::span<const std::int64_t> positions, bool exact) const;
    void fill(const Block& rows,
              std::span<const std::int64_t> positions,
              bool exact,
              const jobs::JobContext* context) const;

    const models::Model& m_model;
    const SampleSet& m_samples;
    const SweepOptions& m_options;
    FeatureExtractor m_extractor;
    std::optional<Projection> m_projection;
    std::int64_t m_batch = 1;
};

}  // namespace winnow::empirical
