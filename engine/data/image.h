// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::data {

/// Channels, rows and columns of one image. Pixels are planar (channel by channel, row by row).
struct Geometry {
    std::int64_t channels = 0, height = 0, width = 0;

    [[nodiscard]] std::size_t size() const {
        return static_cast<std::size_t>(channels * height * width);
    }
    friend bool operator==(const Geometry&, const Geometry&) = default;
};

/// Somebody else's planar uint8 pixels [C,H,W]. C: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and
/// alpha.
struct ImageView {
    Geometry geometry;
    std::span<const std::uint8_t> pixels;
};

/// An image that owns its planar uint8 pixels [C,H,W].
struct Image {
    Geometry geometry;
    std::vector<std::uint8_t> pixels;

    Image() = default;
    explicit Image(Geometry shape) : geometry(shape), pixels(shape.size()) {}
    [[nodiscard]] ImageView view() const { return {geometry, pixels}; }
};

/// Planar copy of interleaved pixels [H,W,C].
[[nodiscard]] Image planar(std::span<const std::uint8_t> interleaved, Geometry geometry);

/// Without alpha (composited on white, as a browser shows it) and with `channels` 1 or 3.
/// RGB to gray is ITU-R 601 luma in the fixed-point form Pillow uses.
[[nodiscard]] Image withChannels(const ImageView& image, std::int64_t channels);

/// Resized to height x width as Pillow's Image.resize(BILINEAR) does it, bit for bit: a triangle
/// filter as wide as the reduction (so it is antialiased), rows first, 8-bit between the passes.
/// The whole image is kept; its aspect ratio becomes the target's.
[[nodiscard]] Image resized(const ImageView& image, std::int64_t height, std::int64_t width);

/// Turned upright: `orientation` 1 to 8 as EXIF numbers them; anything else is taken as 1.
[[nodiscard]] Image upright(Image image, int orientation);

/// Writes `image` into `out` (`target.size()` bytes), its channels and size changed where they
/// differ.
void fit(const ImageView& image, const Geometry& target, std::span<std::uint8_t> out);

}  // namespace winnow::data
