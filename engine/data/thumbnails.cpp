// SPDX-License-Identifier: Apache-2.0
#include "engine/data/dataset_files.h"

#include <algorithm>
#include <cmath>

namespace winnow::data {

namespace {

constexpr std::int64_t kLargestThumbnail = 64;

/// [C,H,W] into the middle of [T,T,C].
void interleave(const ImageView& image, std::int64_t side, std::span<std::uint8_t> out) {
    const Geometry& g = image.geometry;
    const std::int64_t top = (side - g.height) / 2, left = (side - g.width) / 2;
    const std::uint8_t* from = image.pixels.data();
    for (std::int64_t c = 0; c < g.channels; ++c)
        for (std::int64_t y = 0; y < g.height; ++y) {
            std::uint8_t* to = out.data() + ((top + y) * side + left) * g.channels + c;
            for (std::int64_t x = 0; x < g.width; ++x, to += g.channels) *to = *from++;
        }
}

}  // namespace

std::int64_t thumbnailSide(const Geometry& geometry) {
    return std::min(kLargestThumbnail, std::max(geometry.height, geometry.width));
}

void makeThumbnail(const ImageView& image, std::span<std::uint8_t> out) {
    const Geometry& g = image.geometry;
    const std::int64_t side = thumbnailSide(g), longer = std::max(g.height, g.width);
    if (g.height == g.width && longer <= kLargestThumbnail && g.channels == 1) {
        std::copy(image.pixels.begin(), image.pixels.end(), out.begin());
        return;
    }
    if (g.height != g.width) std::fill(out.begin(), out.end(), std::uint8_t{0});
    if (longer <= kLargestThumbnail) return interleave(image, side, out);
    const auto reduced = [&](std::int64_t length) {
        return std::max<std::int64_t>(1, (length * side + longer / 2) / longer);
    };
    interleave(resized(image, reduced(g.height), reduced(g.width)).view(), side, out);
}

ChannelStatistics channelStatistics(std::span<const std::uint8_t> pixels,
                                    const Geometry& geometry) {
    const auto channels = static_cast<std::size_t>(geometry.channels);
    const auto plane = static_cast<std::size_t>(geometry.height * geometry.width);
    std::vector<std::uint64_t> sums(channels), squares(channels);
    for (std::size_t at = 0, c = 0; at < pixels.size(); at += plane, c = (c + 1) % channels) {
        std::uint64_t sum = 0, square = 0;
        for (const std::uint8_t value : pixels.subspan(at, plane)) {
            sum += value;
            square += static_cast<std::uint32_t>(value) * value;
        }
        sums[c] += sum;
        squares[c] += square;
    }
    const double count = static_cast<double>(pixels.size()) / static_cast<double>(channels);
    ChannelStatistics statistics;
    for (std::size_t c = 0; c < channels; ++c) {
        const double mean = static_cast<double>(sums[c]) / count;
        const double variance = static_cast<double>(squares[c]) / count - mean * mean;
        statistics.mean.push_back(mean / 255);
        statistics.deviation.push_back(std::sqrt(std::max(variance, 0.0)) / 255);
    }
    return statistics;
}

}  // namespace winnow::data
