// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_pictures.h"

#include "ui/theme/colour_maps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

constexpr double kWithin = 0.995;  // of the values, that a common scale shows unclipped
constexpr double kMiddleGray = 127.5;  // of 0 to 255
constexpr double kFrozenVeil = 0.6;  // opacity over a pixel all of whose channels are frozen

/// byteOf(value) of every number, as a gray or an RGB picture.
template <typename ByteOf>
QImage pictureOf(std::span<const float> image, const DistilShape& shape, ByteOf byteOf) {
    const auto width = static_cast<int>(shape.width), height = static_cast<int>(shape.height);
    const auto channels = static_cast<std::size_t>(shape.channels);
    const std::size_t plane = image.size() / channels;
    QImage picture(
        width, height, channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        uchar* line = picture.scanLine(y);
        const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x)
            for (std::size_t c = 0; c < channels; ++c)
                line[x * channels + c] = byteOf(image[c * plane + row + x]);
    }
    return picture;
}

/// 0 for NaN.
uchar clippedByte(double value) {
    if (!(value > 0)) return 0;
    return static_cast<uchar>(std::lround(std::min(value, 255.0)));
}

/// valueOf(pixel) in the diverging map.
template <typename ValueOf>
QImage mappedPicture(const DistilShape& shape, double limit, const Theme& theme, ValueOf valueOf) {
    const auto width = static_cast<int>(shape.width), height = static_cast<int>(shape.height);
    QImage picture(width, height, QImage::Format_Indexed8);
    picture.setColorTable(colourTable(ColourMap::Diverging, theme));
    for (int y = 0; y < height; ++y) {
        uchar* line = picture.scanLine(y);
        for (int x = 0; x < width; ++x)
            line[x] = static_cast<uchar>(
                colourIndex(valueOf(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                    static_cast<std::size_t>(x)),
                            -limit,
                            limit));
    }
    return picture;
}

double limitOf(std::vector<float>& sizes) {
    std::erase_if(sizes, [](float size) { return !std::isfinite(size); });
    if (sizes.empty()) return 1;
    const auto place = sizes.begin() +
                       static_cast<std::ptrdiff_t>(kWithin * static_cast<double>(sizes.size() - 1));
    std::ranges::nth_element(sizes, place);
    if (*place > 0) return *place;
    // Few values differ from zero: the largest of them.
    const float largest = std::ranges::max(sizes);
    return largest > 0 ? largest : 1;
}

}  // namespace

QImage clippedPicture(std::span<const float> image, const DistilShape& shape) {
    return pictureOf(image, shape, [](float value) { return clippedByte(value); });
}

QImage stretchedPicture(std::span<const float> image, const DistilShape& shape) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const float value : image)
        if (std::isfinite(value)) {
            low = std::min<double>(low, value);
            high = std::max<double>(high, value);
        }
    const double scale = high > low ? 255 / (high - low) : 0;
    return pictureOf(image, shape, [=](float value) {
        return scale > 0 ? clippedByte(scale * (value - low)) : clippedByte(kMiddleGray);
    });
}

QImage signedPicture(std::span<const float> image,
                     const DistilShape& shape,
                     double limit,
                     const Theme& theme) {
    if (shape.channels == 1)
        return mappedPicture(
            shape, limit, theme, [&](std::size_t pixel) -> double { return image[pixel]; });
    return pictureOf(image, shape, [=](float value) {
        return clippedByte(kMiddleGray + kMiddleGray * value / limit);
    });
}

QImage differencePicture(std::span<const float> now,
                         std::span<const float> start,
                         const DistilShape& shape,
                         double limit,
                         const Theme& theme) {
    const auto channels = static_cast<std::size_t>(shape.channels);
    const std::size_t plane = now.size() / channels;
    return mappedPicture(shape, limit, theme, [&](std::size_t pixel) {
        double sum = 0;
        for (std::size_t c = 0; c < channels; ++c)
            sum += static_cast<double>(now[c * plane + pixel]) - start[c * plane + pixel];
        return sum / static_cast<double>(channels);
    });
}

QImage frozenPicture(std::span<const std::uint8_t> frozen,
                     const DistilShape& shape,
                     const Theme& theme) {
    const auto width = static_cast<int>(shape.width), height = static_cast<int>(shape.height);
    const auto channels = static_cast<std::size_t>(shape.channels);
    const std::size_t plane = frozen.size() / channels;
    QImage picture(width, height, QImage::Format_ARGB32);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(picture.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const auto pixel = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                               static_cast<std::size_t>(x);
            int kept = 0;
            for (std::size_t c = 0; c < channels; ++c) kept += frozen[c * plane + pixel] != 0;
            const double share = static_cast<double>(kept) / static_cast<double>(channels);
            line[x] = withAlpha(theme.accent, kFrozenVeil * share).rgba();
        }
    }
    return picture;
}

double clippedShare(std::span<const float> shown) {
    if (shown.empty()) return 0;
    const auto beyond = std::ranges::count_if(
        shown, [](float value) { return !(value >= -0.5F && value <= 255.5F); });
    return static_cast<double>(beyond) / static_cast<double>(shown.size());
}

double commonLimit(std::span<const float> values) {
    std::vector<float> sizes(values.size());
    std::ranges::transform(values, sizes.begin(), [](float value) { return std::abs(value); });
    return limitOf(sizes);
}

double commonLimit(std::span<const float> now, std::span<const float> start) {
    std::vector<float> sizes(now.size());
    std::ranges::transform(
        now, start, sizes.begin(), [](float a, float b) { return std::abs(a - b); });
    return limitOf(sizes);
}

}  // namespace winnow::ui
