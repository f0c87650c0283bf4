// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/options.h"

#include <cstdint>
#include <span>
#include <vector>

/// Which samples are fitted, in which order, and how each is shifted. Everything follows from
/// (seed, epoch, sample), so that an epoch can be repeated without knowing the earlier ones.
namespace winnow::train {

/// Stratified split: 1 = fitted, 0 = held out for validation. Of every class round(share * size)
/// samples are held out, at most all but one. labels in 0..classes-1. Throws Error{BadInput} when a
/// share above 0 holds out no sample at all.
[[nodiscard]] std::vector<std::uint8_t> fittedMask(std::span<const std::int64_t> labels,
                                                   std::int64_t classes,
                                                   double share,
                                                   std::uint64_t seed);

/// Stratified folds: the fold 0..folds-1 of every sample. Each class is dealt out in a random
/// order, the next going on where the one before ended, so that the folds' sizes, and those of
/// every class in them, differ by one at most. labels in 0..classes-1; folds >= 2.
[[nodiscard]] std::vector<std::int64_t> stratifiedFolds(std::span<const std::int64_t> labels,
                                                        std::int64_t classes,
                                                        std::int64_t folds,
                                                        std::uint64_t seed);

/// Sample ids whose mask is `value`, ascending.
[[nodiscard]] std::vector<std::int64_t> samplesWhere(std::span<const std::uint8_t> mask,
                                                     std::uint8_t value);

/// The fitted samples in the order epoch `epoch` (from 0) visits them.
[[nodiscard]] std::vector<std::int64_t> epochOrder(std::vector<std::int64_t> fitted,
                                                   std::uint64_t seed,
                                                   std::int64_t epoch);

/// Crop out of an image padded by kCropPadding black pixels on each side, perhaps mirrored.
struct Shift {
    std::int64_t down = 0,
                 right = 0;  ///< first row and column of the crop, minus the padding: -4..4
    bool mirrored = false;
};
inline constexpr std::int64_t kCropPadding = 4;

[[nodiscard]] Shift shiftOf(Augmentation augmentation,
                            std::uint64_t seed,
                            std::int64_t epoch,
                            std::int64_t sample);

}  // namespace winnow::train
