// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Redundant samples (methods/lpntk.md, sections 2 and 4.1): i is redundant when some other j has
/// kappa_ij > kappa_ii, strictly. float or double.
namespace winnow::select {

/// best_i = max over j != i in scope of kappa_ij, and its j: the lowest index on ties.
/// A sample without any partner has best -infinity and witness -1.
template <typename T>
class BestPartners {
public:
    /// labels empty: every other sample counts; else only those of the same class.
    explicit BestPartners(std::int64_t samples, std::span<const std::int64_t> labels = {});

    /// tile [rowCount, colCount], row-major, of kappa with rows from rowBegin and columns from
    /// colBegin; symmetric: it stands for its transpose too. Tiles may come in any order. Throws
    /// Error{BadInput} for NaN or infinity.
    void consume(std::span<const T> tile,
                 std::int64_t rowBegin,
                 std::int64_t rowCount,
                 std::int64_t colBegin,
                 std::int64_t colCount,
                 bool symmetric);

    [[nodiscard]] std::span<const T> best() const { return m_best; }
    [[nodiscard]] std::span<const std::int64_t> witness() const { return m_witness; }

private:
    void offer(std::int64_t row, std::int64_t partner, T value);

    std::vector<T> m_best;
    std::vector<std::int64_t> m_witness;
    std::vector<std::int64_t> m_labels;
};

struct RedundancyRule {
    /// best must exceed kappa_ii (1 + tolerance); for kernels whose diagonal carries rounding of
    /// its own.
    double tolerance = 0;
    /// Only so many of all samples (share in (0,1]), the largest margins first.
    std::optional<double> cap = {};
    /// A class that would vanish keeps its sample of largest kappa_ii (lowest index on ties).
    bool keepEveryClass = true;
};

struct Redundancy {
    std::vector<std::uint8_t> redundant;  ///< [N]
    std::vector<double>
        margin;  ///< [N] best_i / kappa_ii; NaN without partner or where kappa_ii is 0
    std::vector<std::string> warnings;
};

/// diagonal, best [N]; labels [N] or empty (then no class is guarded). best of a sample without
/// partner is -infinity or NaN. Samples of zero kappa_ii are never redundant. Throws
/// Error{BadInput} for a cap outside (0,1].
template <typename T>
[[nodiscard]] Redundancy redundantSamples(std::span<const T> diagonal,
                                          std::span<const T> best,
                                          std::span<const std::int64_t> labels,
                                          const RedundancyRule& rule = {});

/// From a whole matrix [N,N]: the paper's rule; labels empty for the scope `all`.
template <typename T>
[[nodiscard]] Redundancy redundantSamples(std::span<const T> kernel,
                                          std::int64_t samples,
                                          std::span<const std::int64_t> labels,
                                          const RedundancyRule& rule = {});

}  // namespace winnow::select
