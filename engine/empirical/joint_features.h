// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/features.h"
#include "engine/empirical/sweep.h"

#include <optional>
#include <span>
#include <vector>

namespace winnow::empirical {

/// Features of samples of a set by position, for several kinds of kernel from one forward pass and
/// at most two backward passes; in batches that fit the caches, projected where that is asked for.
class JointFeatures {
public:
    /// `kinds`: not empty, each once; options.kind is not looked at. The model, samples and options
    /// are borrowed.
    JointFeatures(const models::Model& model,
                  const SampleSet& samples,
                  const SweepOptions& options,
                  std::vector<KernelKind> kinds);

    /// Positions begin..begin+count, a part for each kind. `context` may be null; else it is asked
    /// between batches.
    [[nodiscard]] JointBlock at(std::int64_t begin,
                                std::int64_t count,
                                const jobs::JobContext* context = nullptr) const;
    /// Positions in any order; exact even when the sweep is projected, where `exact` is set.
    [[nodiscard]] JointBlock of(std::span<const std::int64_t> positions,
                                bool exact = false,
                                const jobs::JobContext* context = nullptr) const;

    /// As at(), into the rows of a block that has the layout of one that at() gave.
    void fill(const JointBlock& rows,
              std::int64_t begin,
              const jobs::JobContext* context = nullptr) const;

    // Of all kinds together.
    [[nodiscard]] std::int64_t numbersPerSample() const;  ///< kept for the Gram matrices
    [[nodiscard]] std::int64_t macsPerPair() const;
    [[nodiscard]] double bytesPerSample() const;
    [[nodiscard]] std::int64_t backwardPasses() const { return std::ssize(m_passes); }
    [[nodiscard]] std::int64_t parameterCount() const { return m_extractor.parameterCount(); }

private:
    struct Inputs;
    [[nodiscard]] Inputs inputsOf(std::span<const std::int64_t> positions) const;
    [[nodiscard]] std::size_t placeOf(KernelKind kind) const;
    [[nodiscard]] JointBlock withDerived(const JointBlock& passes) const;
    void derive(const JointBlock& rows) const;
    [[nodiscard]] JointBlock batch(std::span<const std::int64_t> positions, bool exact) const;
    void fill(const JointBlock& rows,
              std::span<const std::int64_t> positions,
              bool exact,
              const jobs::JobContext* context) const;

    const models::Model& m_model;
    const SampleSet& m_samples;
    const SweepOptions& m_options;
    std::vector<KernelKind> m_kinds;
    std::optional<Derivation> m_derivation;
    std::vector<std::size_t> m_passes;  ///< places in m_kinds that have a backward pass
    FeatureExtractor m_extractor;
    std::optional<Projection> m_projection;
    std::int64_t m_batch = 1;
};

}  // namespace winnow::empirical
