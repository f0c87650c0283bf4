// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

/// How well something finds what it should: predictions of events, rankings of suspects.
namespace winnow::stats {

struct Confusion {
    std::int64_t truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0;

    Confusion& operator+=(const Confusion& other);
};

/// Shares in [0, 1]; NaN where they are not defined (nothing predicted, nothing there).
[[nodiscard]] double precision(const Confusion& counts);
[[nodiscard]] double recall(const Confusion& counts);
/// Harmonic mean of the two; NaN where there is no event and none was predicted.
[[nodiscard]] double f1(const Confusion& counts);

/// Area under the ROC curve of "a higher score means wanted": the share of (wanted, other) pairs
/// that are in the right order, ties count half. wanted: 1 or 0 for every score; scores that are
/// NaN come last. NaN where all or none are wanted.
[[nodiscard]] double areaUnderRoc(std::span<const double> scores,
                                  std::span<const std::uint8_t> wanted);

/// Of the `count` highest scores (ties: lowest index first; NaN last) the share that is wanted; NaN
/// for none.
[[nodiscard]] double precisionAt(std::span<const double> scores,
                                 std::span<const std::uint8_t> wanted,
                                 std::int64_t count);

}  // namespace winnow::stats
