// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/sampling.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::train {

/// Pixels as a data set holds them, and what normalises them: x = (pixel / 255 - mean[c]) /
/// deviation[c]. Or images that are ready (distilled ones).
struct ImageSource {
    std::span<const std::uint8_t> pixels{};  ///< [N,C,H,W]
    std::span<const std::int64_t> labels{};  ///< [N]
    std::int64_t channels = 1, height = 0, width = 0;
    std::vector<double> mean{}, deviation{};  ///< [C]
    /// Where the images are ready, [N,C,H,W]: these, and neither pixels, mean nor deviation.
    std::span<const float> ready{};
    /// What Objective::SquaredError compares with, [N,K]; empty: one-hot of the labels minus 1/K.
    std::span<const float> targets{};

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
    [[nodiscard]] std::int64_t imageSize() const { return channels * height * width; }
};

/// Throws Error{BadInput}: counts that disagree, a mean or deviation missing, a deviation that is
/// not above 0, a ready image with NaN or infinity.
void check(const ImageSource& source);

/// What each of the 256 pixel values becomes, per channel; nothing where the images are ready.
template <typename T>
[[nodiscard]] std::vector<std::array<T, 256>> normalisedValues(const ImageSource& source);

/// Normalised, shifted images, out [samples, C, H, W]; `shifts` is empty (none) or one per sample.
/// Straight from the pixels: no copy in between. What a shift brings in from outside is black,
/// pixel 0 before normalisation; 0 where the images are ready.
template <typename T>
void assemble(const ImageSource& source,
              const std::vector<std::array<T, 256>>& values,
              std::span<const std::int64_t> samples,
              std::span<const Shift> shifts,
              std::span<T> out);

}  // namespace winnow::train
