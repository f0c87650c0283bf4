// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_writers.h"
#include "engine/store/error.h"

#include <png.h>

namespace winnow::data {

std::vector<std::uint8_t> encodedPng(const ImageView& image) {
    const Geometry& g = image.geometry;
    const auto channels = static_cast<std::size_t>(g.channels);
    const std::size_t plane = static_cast<std::size_t>(g.height * g.width);
    std::vector<std::uint8_t> interleaved(image.pixels.size());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < plane; ++i)
            interleaved[i * channels + c] = image.pixels[c * plane + i];
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = static_cast<png_uint_32>(g.width);
    header.height = static_cast<png_uint_32>(g.height);
    header.format = g.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    header.flags = PNG_IMAGE_FLAG_FAST;
    std::vector<std::uint8_t> file(PNG_IMAGE_PNG_SIZE_MAX(header));
    png_alloc_size_t size = file.size();
    if (!png_image_write_to_memory(&header, file.data(), &size, 0, interleaved.data(), 0, nullptr))
        throw internalError("an image could not be encoded as PNG");
    file.resize(size);
    return file;
}

}  // namespace winnow::data
