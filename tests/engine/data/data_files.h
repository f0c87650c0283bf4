// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/image.h"
#include "engine/data/import.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Files for the tests of engine/data, written by code that shares nothing with the readers.
namespace winnow::test {

using Bytes = std::vector<std::uint8_t>;

void put(const std::filesystem::path& file, const Bytes& bytes);  ///< makes the folders
void put(const std::filesystem::path& file, std::string_view text);
[[nodiscard]] Bytes got(const std::filesystem::path& file);
[[nodiscard]] Bytes gzipped(const Bytes& bytes);
[[nodiscard]] Bytes first(const Bytes& bytes, std::size_t count);

/// Bytes that differ from place to place; the same for the same seed.
[[nodiscard]] Bytes noise(std::size_t count, std::uint64_t seed);

[[nodiscard]] Bytes idxImages(std::uint32_t count,
                              std::uint32_t height,
                              std::uint32_t width,
                              const Bytes& pixels);
[[nodiscard]] Bytes idxLabels(const Bytes& labels);

/// A PNG file of raw rows. `type` and `depth` as in IHDR; `rows` are the unfiltered scan lines.
struct PngParts {
    std::uint32_t width = 1, height = 1;
    std::uint8_t depth = 8, type = 2;
    Bytes rows, palette, transparency, exif;
};
[[nodiscard]] Bytes pngFile(const PngParts& parts);
/// An 8-bit RGB PNG of `planar` pixels [3,H,W].
[[nodiscard]] Bytes rgbPng(const data::Image& image);
/// A JPEG of quality 95 of `planar` pixels [1 or 3,H,W]; orientation 0: no EXIF.
[[nodiscard]] Bytes jpegFile(const data::Image& image, int orientation = 0);

/// readSource() with nobody listening.
[[nodiscard]] data::ImportedData imported(const std::filesystem::path& path,
                                          const data::ImportOptions& options = {});
/// The sentence with which an import is refused as bad input; empty when it is not.
[[nodiscard]] std::string refusal(const std::filesystem::path& path,
                                  const data::ImportOptions& options = {});

}  // namespace winnow::test
