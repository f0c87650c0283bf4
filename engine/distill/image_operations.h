// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

/// The operations AutoAugment draws from, on 8-bit RGB images, with the results Pillow gives (its
/// rounding included), as the policies were found with it.
namespace winnow::distill {

/// An RGB image [3,H,W].
struct ByteImage {
    std::int64_t height = 0, width = 0;
    std::vector<std::uint8_t> values;

    ByteImage(std::int64_t rows, std::int64_t columns)
        : height(rows), width(columns), values(static_cast<std::size_t>(3 * rows * columns)) {}
    [[nodiscard]] std::size_t planeSize() const { return static_cast<std::size_t>(height * width); }
    [[nodiscard]] std::span<std::uint8_t> plane(std::size_t channel) {
        return std::span(values).subspan(channel * planeSize(), planeSize());
    }
    [[nodiscard]] std::span<const std::uint8_t> plane(std::size_t channel) const {
        return std::span(values).subspan(channel * planeSize(), planeSize());
    }
};

/// Where the pixel at (x, y) comes from: (a x + b y + c, d x + e y + f).
using Affine = std::array<double, 6>;

/// Nearest pixel; `border` [3] where the source lies outside.
void warp(ByteImage& image, const Affine& source, std::span<const double> border);
/// Counter-clockwise about the middle.
[[nodiscard]] Affine rotation(const ByteImage& image, double degrees);

void invert(ByteImage& image);
/// Values from `threshold` up are inverted.
void solarise(ByteImage& image, int threshold);
/// Only the highest `bits` of each value stay.
void posterise(ByteImage& image, int bits);
/// Each channel is stretched to 0..255.
void autoContrast(ByteImage& image);
/// Each channel's values become equally frequent.
void equalise(ByteImage& image);

// Factor 1 leaves an image as it is, 0 gives its mean grey, its grey version, black, or it blurred.
void contrast(ByteImage& image, double factor);
void saturation(ByteImage& image, double factor);
void brightness(ByteImage& image, double factor);
void sharpness(ByteImage& image, double factor);

}  // namespace winnow::distill
