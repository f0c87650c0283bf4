// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/image.h"

#include <span>
#include <string>
#include <tl/expected.hpp>

namespace winnow::data {

/// Larger images are refused: 64 megapixels, a quarter of a gigabyte of RGB and alpha.
inline constexpr std::int64_t kMostPixels = std::int64_t{64} << 20;

/// Why a file is no image that can be used, as it stands after its name: "is no JPEG or PNG image".
using Refusal = std::string;

/// Size and channels (upright, alpha counted) from the header alone.
[[nodiscard]] tl::expected<Geometry, Refusal> probeImage(std::span<const std::uint8_t> file);

/// Decodes a JPEG or PNG file to 8 bits per channel, upright by its EXIF orientation. 16-bit
/// samples are scaled to 8, palettes and bit depths below 8 expanded, CMYK turned to RGB. A file
/// that ends early or is damaged is refused as a whole.
[[nodiscard]] tl::expected<Image, Refusal> decodeImage(std::span<const std::uint8_t> file);

[[nodiscard]] bool isPng(std::span<const std::uint8_t> file);
[[nodiscard]] bool isJpeg(std::span<const std::uint8_t> file);

// Per format; orientation 1 to 8 as EXIF has it, not yet applied.
struct ImageHeader {
    Geometry geometry;
    int orientation = 1;
};
[[nodiscard]] tl::expected<ImageHeader, Refusal> pngHeader(std::span<const std::uint8_t> file);
[[nodiscard]] tl::expected<Image, Refusal> decodePng(std::span<const std::uint8_t> file);
[[nodiscard]] tl::expected<ImageHeader, Refusal> jpegHeader(std::span<const std::uint8_t> file);
[[nodiscard]] tl::expected<Image, Refusal> decodeJpeg(std::span<const std::uint8_t> file);

/// Orientation in EXIF data ("Exif\0\0" and a TIFF block, or a whole JPEG file); 1 when there is
/// none.
[[nodiscard]] int exifOrientation(std::span<const std::uint8_t> exif);

}  // namespace winnow::data
