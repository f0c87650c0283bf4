// SPDX-License-Identifier: Apache-2.0
#include "engine/data/image.h"

#include <algorithm>
#include <cmath>

namespace winnow::data {

namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;

/// Which input pixels make one output pixel, and by what weights (fixed point).
struct Taps {
    std::int64_t first = 0;
    std::vector<std::int32_t> weights;
};

/// The triangle filter of Pillow's libImaging/Resample.c, widened by the reduction.
std::vector<Taps> triangleTaps(std::int64_t from, std::int64_t to) {
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double support = std::max(scale, 1.0);
    std::vector<Taps> all(static_cast<std::size_t>(to));
    std::vector<double> weights;
    for (std::int64_t x = 0; x < to; ++x) {
        const double centre = (static_cast<double>(x) + 0.5) * scale;
        const auto first =
            std::max<std::int64_t>(0, static_cast<std::int64_t>(centre - support + 0.5));
        const auto end =
            std::min<std::int64_t>(from, static_cast<std::int64_t>(centre + support + 0.5));
        weights.clear();
        double sum = 0;
        for (std::int64_t i = first; i < end; ++i) {
            const double distance =
                std::abs((static_cast<double>(i) - centre + 0.5) * (1.0 / support));
            weights.push_back(distance < 1.0 ? 1.0 - distance : 0.0);
            sum += weights.back();
        }
        Taps& taps = all[static_cast<std::size_t>(x)];
        taps.first = first;
        for (const double weight : weights)
            taps.weights.push_back(
                static_cast<std::int32_t>(0.5 + weight * (1.0 / sum) * (1 << kPrecisionBits)));
    }
    return all;
}

std::uint8_t blended(const std::uint8_t* pixels, std::int64_t stride, const Taps& taps) {
    std::int64_t sum = std::int64_t{1} << (kPrecisionBits - 1);
    const std::uint8_t* at = pixels + taps.first * stride;
    for (const std::int32_t weight : taps.weights) {
        sum += static_cast<std::int64_t>(*at) * weight;
        at += stride;
    }
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(sum >> kPrecisionBits, 0, 255));
}

Image resizedColumns(const ImageView& image, std::int64_t width) {
    const Geometry& from = image.geometry;
    Image out({from.channels, from.height, width});
    const std::vector<Taps> taps = triangleTaps(from.width, width);
    std::size_t at = 0;
    for (std::int64_t line = 0; line < from.channels * from.height; ++line)
        for (const Taps& tap : taps)
            out.pixels[at++] = blended(image.pixels.data() + line * from.width, 1, tap);
    return out;
}

Image resizedRows(const ImageView& image, std::int64_t height) {
    const Geometry& from = image.geometry;
    Image out({from.channels, height, from.width});
    const std::vector<Taps> taps = triangleTaps(from.height, height);
    std::size_t at = 0;
    for (std::int64_t c = 0; c < from.channels; ++c) {
        const std::uint8_t* plane = image.pixels.data() + c * from.height * from.width;
        for (const Taps& tap : taps)
            for (std::int64_t x = 0; x < from.width; ++x)
                out.pixels[at++] = blended(plane + x, from.width, tap);
    }
    return out;
}

}  // namespace

Image resized(const ImageView& image, std::int64_t height, std::int64_t width) {
    Image out = resizedColumns(image, width);
    return out.geometry.height == height ? out : resizedRows(out.view(), height);
}

}  // namespace winnow::data
