// SPDX-License-Identifier: Apache-2.0
#include "engine/data/image.h"

#include <algorithm>
#include <utility>

namespace winnow::data {

namespace {

/// a * b / 255, rounded.
std::uint32_t scaled(std::uint32_t a, std::uint32_t b) { return (a * b + 127) / 255; }

/// Colour planes of `image` laid over white.
Image composited(const ImageView& image) {
    const Geometry& from = image.geometry;
    Image out({from.channels - 1, from.height, from.width});
    const std::size_t plane = static_cast<std::size_t>(from.height * from.width);
    const std::uint8_t* alpha = image.pixels.data() + out.pixels.size();
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const std::uint32_t a = alpha[i % plane];
        out.pixels[i] = static_cast<std::uint8_t>(scaled(image.pixels[i], a) + 255 - a);
    }
    return out;
}

Image copied(const ImageView& image) {
    Image out(image.geometry);
    std::copy(image.pixels.begin(), image.pixels.end(), out.pixels.begin());
    return out;
}

Image toGray(const ImageView& image) {
    const Geometry& from = image.geometry;
    Image out({1, from.height, from.width});
    const std::size_t plane = out.pixels.size();
    for (std::size_t i = 0; i < plane; ++i) {
        const std::uint32_t red = image.pixels[i], green = image.pixels[plane + i],
                            blue = image.pixels[2 * plane + i];
        out.pixels[i] =
            static_cast<std::uint8_t>((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return out;
}

Image toColour(const ImageView& image) {
    Image out({3, image.geometry.height, image.geometry.width});
    for (auto at = out.pixels.begin(); at != out.pixels.end();)
        at = std::copy(image.pixels.begin(), image.pixels.end(), at);
    return out;
}

}  // namespace

Image planar(std::span<const std::uint8_t> interleaved, Geometry geometry) {
    Image out(geometry);
    const std::size_t channels = static_cast<std::size_t>(geometry.channels);
    const std::size_t plane = static_cast<std::size_t>(geometry.height * geometry.width);
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < plane; ++i)
            out.pixels[c * plane + i] = interleaved[i * channels + c];
    return out;
}

Image withChannels(const ImageView& image, std::int64_t channels) {
    const bool alpha = image.geometry.channels == 2 || image.geometry.channels == 4;
    const Image opaque = alpha ? composited(image) : Image();
    const ImageView source = alpha ? opaque.view() : image;
    if (source.geometry.channels == channels) return copied(source);
    return channels == 1 ? toGray(source) : toColour(source);
}

Image upright(Image image, int orientation) {
    if (orientation < 2 || orientation > 8) return image;
    const bool transposed = orientation >= 5;
    const Geometry from = image.geometry;
    Image out({from.channels,
               transposed ? from.width : from.height,
               transposed ? from.height : from.width});
    const Geometry to = out.geometry;
    // Mirrored columns and rows of the stored image, in the order EXIF 2.32 (tag 0x0112) lists
    // them.
    const bool flipColumns =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool flipRows =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    std::size_t at = 0;
    for (std::int64_t c = 0; c < to.channels; ++c)
        for (std::int64_t y = 0; y < to.height; ++y)
            for (std::int64_t x = 0; x < to.width; ++x) {
                std::int64_t row = transposed ? x : y, column = transposed ? y : x;
                if (flipRows) row = from.height - 1 - row;
                if (flipColumns) column = from.width - 1 - column;
                out.pixels[at++] = image.pixels[static_cast<std::size_t>(
                    (c * from.height + row) * from.width + column)];
            }
    return out;
}

void fit(const ImageView& image, const Geometry& target, std::span<std::uint8_t> out) {
    if (image.geometry == target) {
        std::copy(image.pixels.begin(), image.pixels.end(), out.begin());
        return;
    }
    Image made = withChannels(image, target.channels);
    if (made.geometry != target) made = resized(made.view(), target.height, target.width);
    std::copy(made.pixels.begin(), made.pixels.end(), out.begin());
}

}  // namespace winnow::data
