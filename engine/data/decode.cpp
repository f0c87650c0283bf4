// SPDX-License-Identifier: Apache-2.0
#include "engine/data/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <libexif/exif-data.h>
#include <memory>
#include <utility>

namespace winnow::data {

namespace {

constexpr std::array<std::uint8_t, 8> kPngSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

tl::expected<ImageHeader, Refusal> headerOf(std::span<const std::uint8_t> file) {
    if (file.empty()) return tl::make_unexpected("is empty");
    if (!isPng(file) && !isJpeg(file)) return tl::make_unexpected("is no JPEG or PNG image");
    auto header = isPng(file) ? pngHeader(file) : jpegHeader(file);
    if (!header) return header;
    const Geometry& g = header->geometry;
    if (g.height < 1 || g.width < 1 || g.height > kMostPixels / g.width)
        return tl::make_unexpected(fmt::format(
            "claims {}x{} pixels; at most {} are read", g.width, g.height, kMostPixels));
    return header;
}

}  // namespace

bool isPng(std::span<const std::uint8_t> file) {
    return file.size() >= kPngSignature.size() &&
           std::equal(kPngSignature.begin(), kPngSignature.end(), file.begin());
}

bool isJpeg(std::span<const std::uint8_t> file) {
    return file.size() >= 3 && file[0] == 0xff && file[1] == 0xd8 && file[2] == 0xff;
}

tl::expected<Geometry, Refusal> probeImage(std::span<const std::uint8_t> file) {
    const auto header = headerOf(file);
    if (!header) return tl::make_unexpected(header.error());
    Geometry geometry = header->geometry;
    if (header->orientation >= 5) std::swap(geometry.height, geometry.width);
    return geometry;
}

tl::expected<Image, Refusal> decodeImage(std::span<const std::uint8_t> file) {
    const auto header = headerOf(file);
    if (!header) return tl::make_unexpected(header.error());
    auto image = isPng(file) ? decodePng(file) : decodeJpeg(file);
    if (!image) return image;
    return upright(std::move(*image), header->orientation);
}

int exifOrientation(std::span<const std::uint8_t> exif) {
    const std::unique_ptr<ExifData, decltype(&exif_data_unref)> data(
        exif_data_new_from_data(exif.data(), static_cast<unsigned>(exif.size())), &exif_data_unref);
    if (!data) return 1;
    ExifEntry* entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (!entry || !entry->data || entry->format != EXIF_FORMAT_SHORT || entry->size < 2) return 1;
    const int value = exif_get_short(entry->data, exif_data_get_byte_order(data.get()));
    return value >= 1 && value <= 8 ? value : 1;
}

}  // namespace winnow::data
