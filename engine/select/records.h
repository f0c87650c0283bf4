// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Scores from the records of a training, one value per sample and epoch (methods/lpntk.md, section
/// 2). Every array is [epochs, samples], row-major. Errors: Error{BadInput} for a shape, entry or
/// count that cannot be.
namespace winnow::select {

/// correct: 1 where the sample was right after that epoch, else 0.
/// Number of epochs t with correct[t,i] = 1 and correct[t+1,i] = 0.
[[nodiscard]] std::vector<std::int64_t> forgettingEvents(std::span<const std::uint8_t> correct,
                                                         std::int64_t epochs,
                                                         std::int64_t samples);
/// First epoch at which the sample was right, -1 if never.
[[nodiscard]] std::vector<std::int64_t> firstLearned(std::span<const std::uint8_t> correct,
                                                     std::int64_t epochs,
                                                     std::int64_t samples);
/// 1 where the sample was never right.
[[nodiscard]] std::vector<std::uint8_t> neverLearned(std::span<const std::uint8_t> correct,
                                                     std::int64_t epochs,
                                                     std::int64_t samples);
/// Samples, most forgotten first: never-learned ones, then by falling number of events; ties by
/// rising index.
[[nodiscard]] std::vector<std::int64_t> forgettingOrder(std::span<const std::uint8_t> correct,
                                                        std::int64_t epochs,
                                                        std::int64_t samples);

/// Learning difficulty: the sum over epochs of the sample's loss, in float64, epoch by epoch. float
/// or double.
template <typename T>
[[nodiscard]] std::vector<double> learningDifficulty(std::span<const T> losses,
                                                     std::int64_t epochs,
                                                     std::int64_t samples);

}  // namespace winnow::select
