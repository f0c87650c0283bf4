// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/mapped.h"

#include <QPointF>
#include <QString>

#include <string>
#include <vector>

namespace winnow::store {
class Project;
}

namespace winnow::ui {

/// How well difficulty on two set sizes goes together: Pearson, -1 to 1; NaN where it is not
/// defined. low and high bound its 95 % interval.
struct SizeCorrelation {
    double rho = 0, low = 0, high = 0;
};

/// An artifact of kind `difficulty` (docs/experiments.md). R repeats, S sizes, largest first, n
/// samples.
struct DifficultyResult {
    static constexpr int kMean = -1;  ///< in place of a repeat

    QString id;
    std::vector<std::int64_t> sizes;  ///< [S] samples per class
    std::int64_t repeats = 0, epochs = 0, trainings = 0, diverged = 0;
    double rate = 0;  ///< learning rate
    QString loss, record, preset;
    Mapped<std::int64_t> sample;             ///< [n]
    Mapped<double> difficulty, correlation;  ///< [R,S,n], [R,S,S]
    std::vector<SizeCorrelation> mean;       ///< [S,S] over repeats

    /// Of two indices into sizes. A single one of several repeats has no interval: NaN.
    [[nodiscard]] SizeCorrelation between(std::size_t one,
                                          std::size_t other,
                                          int repeat = kMean) const;
};

/// Throws Error{BadInput} when a file is missing, damaged, or does not fit `samples` (N).
[[nodiscard]] DifficultyResult difficultyResult(const store::Project& project,
                                                const std::string& id,
                                                std::int64_t samples);

/// Some samples, those that have a difficulty on both sizes, nats.
struct PairPoints {
    std::vector<std::int64_t> ids;
    std::vector<QPointF> points;  ///< (on size `x`, on size `y`)
};

/// At most `most` samples, evenly from all classes; the mean over the repeats in which both are
/// defined, or one repeat. O(R most).
[[nodiscard]] PairPoints pairPoints(
    const DifficultyResult& result, std::size_t x, std::size_t y, int repeat, std::size_t most);

}  // namespace winnow::ui
