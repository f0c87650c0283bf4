// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/image_operations.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace winnow::distill {
namespace {

constexpr std::size_t kChannels = 3;
constexpr std::size_t kLevels = 256;
constexpr int kWhite = 255;

using Table = std::array<std::uint8_t, kLevels>;

std::uint8_t byteOf(int value) { return static_cast<std::uint8_t>(std::clamp(value, 0, kWhite)); }

void mapped(std::span<std::uint8_t> values, const Table& table) {
    for (std::uint8_t& value : values) value = table[value];
}

std::array<std::int64_t, kLevels> histogram(std::span<const std::uint8_t> values) {
    std::array<std::int64_t, kLevels> counts{};
    for (const std::uint8_t value : values) ++counts[value];
    return counts;
}

/// degenerate + factor (image - degenerate), cut off like Pillow's blend.
void blend(std::span<std::uint8_t> image, std::span<const std::uint8_t> degenerate, double factor) {
    for (std::size_t i = 0; i < image.size(); ++i) {
        const double from = degenerate[i];
        const double value = from + factor * (static_cast<double>(image[i]) - from);
        image[i] = value <= 0 ? 0 : byteOf(static_cast<int>(std::min(value, 255.0)));
    }
}

/// Luma of ITU-R 601 in 16-bit fixed point.
std::vector<std::uint8_t> greyOf(const ByteImage& image) {
    constexpr unsigned kRed = 19595;
    constexpr unsigned kGreen = 38470;
    constexpr unsigned kBlue = 7471;
    constexpr unsigned kHalf = 0x8000;
    std::vector<std::uint8_t> grey(image.planeSize());
    for (std::size_t i = 0; i < grey.size(); ++i)
        grey[i] = static_cast<std::uint8_t>((image.plane(0)[i] * kRed + image.plane(1)[i] * kGreen +
                                             image.plane(2)[i] * kBlue + kHalf) >>
                                            16U);
    return grey;
}

/// 3x3 mean whose middle counts five times; the outermost pixels as they are.
std::vector<std::uint8_t> smoothed(std::span<const std::uint8_t> plane,
                                   std::int64_t height,
                                   std::int64_t width) {
    constexpr int kMiddle = 5;
    constexpr double kWeights = 13;
    std::vector<std::uint8_t> result(plane.begin(), plane.end());
    for (std::int64_t y = 1; y + 1 < height; ++y)
        for (std::int64_t x = 1; x + 1 < width; ++x) {
            const auto at = [&](std::int64_t dy, std::int64_t dx) {
                return static_cast<int>(plane[static_cast<std::size_t>((y + dy) * width + x + dx)]);
            };
            int sum = (kMiddle - 1) * at(0, 0);
            for (const int dy : {-1, 0, 1})
                for (const int dx : {-1, 0, 1}) sum += at(dy, dx);
            result[static_cast<std::size_t>(y * width + x)] =
                byteOf(static_cast<int>(sum / kWeights + 0.5));
        }
    return result;
}

Table equalising(const std::array<std::int64_t, kLevels>& counts) {
    Table table;
    std::iota(table.begin(), table.end(), std::uint8_t{0});
    std::int64_t last = 0;
    std::int64_t different = 0;
    for (const std::int64_t count : counts)
        if (count > 0) {
            last = count;
            ++different;
        }
    const std::int64_t sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    const std::int64_t step = (sum - last) / kWhite;
    if (different <= 1 || step == 0) return table;
    std::int64_t n = step / 2;
    for (std::size_t level = 0; level < kLevels; ++level) {
        table[level] = byteOf(static_cast<int>(n / step));
        n += counts[level];
    }
    return table;
}

}  // namespace

void warp(ByteImage& image, const Affine& source, std::span<const double> border) {
    const ByteImage before = image;
    constexpr double kMiddle = 0.5;  // of a pixel
    for (std::int64_t y = 0; y < image.height; ++y)
        for (std::int64_t x = 0; x < image.width; ++x) {
            const double u = static_cast<double>(x) + kMiddle;
            const double v = static_cast<double>(y) + kMiddle;
            const auto column =
                static_cast<std::int64_t>(std::floor(source[0] * u + source[1] * v + source[2]));
            const auto row =
                static_cast<std::int64_t>(std::floor(source[3] * u + source[4] * v + source[5]));
            const bool inside =
                row >= 0 && row < image.height && column >= 0 && column < image.width;
            for (std::size_t c = 0; c < kChannels; ++c)
                image.plane(c)[static_cast<std::size_t>(y * image.width + x)] =
                    inside ? before.plane(c)[static_cast<std::size_t>(row * image.width + column)]
                           : byteOf(static_cast<int>(std::lround(border[c])));
        }
}

Affine rotation(const ByteImage& image, double degrees) {
    const double angle = -degrees * std::numbers::pi / 180;
    const double cosine = std::cos(angle);
    const double sine = std::sin(angle);
    const double x = 0.5 * static_cast<double>(image.width);
    const double y = 0.5 * static_cast<double>(image.height);
    return {cosine, sine, x - cosine * x - sine * y, -sine, cosine, y + sine * x - cosine * y};
}

void invert(ByteImage& image) {
    for (std::uint8_t& value : image.values) value = static_cast<std::uint8_t>(kWhite - value);
}

void solarise(ByteImage& image, int threshold) {
    for (std::uint8_t& value : image.values)
        if (value >= threshold) value = static_cast<std::uint8_t>(kWhite - value);
}

void posterise(ByteImage& image, int bits) {
    const auto mask = static_cast<std::uint8_t>(~((1U << static_cast<unsigned>(8 - bits)) - 1));
    for (std::uint8_t& value : image.values) value &= mask;
}

void autoContrast(ByteImage& image) {
    for (std::size_t c = 0; c < kChannels; ++c) {
        const auto plane = image.plane(c);
        const auto [low, high] = std::ranges::minmax(plane);
        if (high <= low) continue;
        const double scale = 255.0 / (high - low);
        const double offset = -low * scale;
        Table table;
        for (std::size_t level = 0; level < kLevels; ++level)
            table[level] = byteOf(static_cast<int>(static_cast<double>(level) * scale + offset));
        mapped(plane, table);
    }
}

void equalise(ByteImage& image) {
    for (std::size_t c = 0; c < kChannels; ++c)
        mapped(image.plane(c), equalising(histogram(image.plane(c))));
}

void contrast(ByteImage& image, double factor) {
    const auto grey = greyOf(image);
    const double mean =
        static_cast<double>(std::accumulate(grey.begin(), grey.end(), std::int64_t{0})) /
        static_cast<double>(grey.size());
    const std::vector<std::uint8_t> flat(image.planeSize(), byteOf(static_cast<int>(mean + 0.5)));
    for (std::size_t c = 0; c < kChannels; ++c) blend(image.plane(c), flat, factor);
}

void saturation(ByteImage& image, double factor) {
    const auto grey = greyOf(image);
    for (std::size_t c = 0; c < kChannels; ++c) blend(image.plane(c), grey, factor);
}

void brightness(ByteImage& image, double factor) {
    const std::vector<std::uint8_t> black(image.planeSize(), 0);
    for (std::size_t c = 0; c < kChannels; ++c) blend(image.plane(c), black, factor);
}

void sharpness(ByteImage& image, double factor) {
    for (std::size_t c = 0; c < kChannels; ++c) {
        const auto soft = smoothed(image.plane(c), image.height, image.width);
        blend(image.plane(c), soft, factor);
    }
}

}  // namespace winnow::distill
