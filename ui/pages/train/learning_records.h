// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

/// What a run's records say per class and epoch. Epochs are counted from 0 here, as rows of the
/// arrays are; people count from 1. E: epochs, N: samples.
namespace winnow::ui {

struct LearningInputs {
    std::int64_t epochs = 0;
    std::int64_t classes = 0;
    std::span<const std::int64_t> labels;      ///< [N]
    std::span<const std::uint8_t> correct;     ///< [E,N]
    std::span<const std::uint8_t> fitted;      ///< [N] 0: held out; empty: all are fitted
    std::span<const std::int64_t> prediction;  ///< [N] at w*; may be empty
    std::span<const double> difficulty;        ///< [N]; may be empty
};

/// Shares are 0 to 1; NaN where no sample is meant.
struct ClassRecord {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

    std::int64_t samples = 0;
    std::vector<double> rightByEpoch;            ///< [E] share right, held-out samples too
    std::vector<std::int64_t> forgottenByEpoch;  ///< [E] right the epoch before, wrong now
    double fittedAccuracy = kNone;               ///< at w*
    double heldOutAccuracy = kNone;              ///< at w*
    std::int64_t takenFor = -1;                  ///< wrong class predicted most often; -1 none
    double takenShare = 0;                       ///< of the class
    double difficulty = kNone;                   ///< mean, nats

    [[nodiscard]] std::int64_t forgotten() const;  ///< events over all epochs
};

struct LearningRecords {
    std::int64_t epochs = 0;
    std::int64_t samples = 0;
    std::vector<ClassRecord> classes;

    /// Events over all classes; 0 in the first epoch.
    [[nodiscard]] std::int64_t forgottenIn(std::int64_t epoch) const;
    /// The last epoch in which a sample was forgotten, else the last one; -1 without epochs.
    [[nodiscard]] std::int64_t lastEventfulEpoch() const;
};

/// O(E N). Labels outside the classes are left out.
[[nodiscard]] LearningRecords learningRecords(const LearningInputs& inputs);

/// Samples that were right after `epoch - 1` and wrong after `epoch`, the most often forgotten
/// first, ties by id. events: [N] forgetting events. Empty for the first epoch.
[[nodiscard]] std::vector<std::int64_t> forgottenSamples(std::span<const std::uint8_t> correct,
                                                         std::span<const std::int64_t> events,
                                                         std::int64_t epoch);

}  // namespace winnow::ui
