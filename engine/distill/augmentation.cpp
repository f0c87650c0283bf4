// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/augmentation.h"

#include "engine/distill/auto_augment.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace winnow::distill {
namespace {

constexpr double kLargestAngle = 10;         // degrees
constexpr double kLargestShift = 0.1;        // of the height or width
constexpr double kLargestColourOffset = 25;  // of 255
constexpr std::int64_t kColour = 3;

double between(Random& random, double limit) { return limit * (2 * random.uniform() - 1); }

/// One plane [H,W], bilinear, edge pixels repeated outside.
float sampled(
    std::span<const float> plane, std::int64_t height, std::int64_t width, double y, double x) {
    y = std::clamp(y, 0.0, static_cast<double>(height - 1));
    x = std::clamp(x, 0.0, static_cast<double>(width - 1));
    const auto top = static_cast<std::int64_t>(y);
    const auto left = static_cast<std::int64_t>(x);
    const std::int64_t bottom = std::min(top + 1, height - 1);
    const std::int64_t right = std::min(left + 1, width - 1);
    const double down = y - static_cast<double>(top);
    const double across = x - static_cast<double>(left);
    const auto at = [&](std::int64_t row, std::int64_t column) {
        return static_cast<double>(plane[static_cast<std::size_t>(row * width + column)]);
    };
    return static_cast<float>(
        (1 - down) * ((1 - across) * at(top, left) + across * at(top, right)) +
        down * ((1 - across) * at(bottom, left) + across * at(bottom, right)));
}

void shiftAndRotate(std::span<float> image,
                    std::int64_t channels,
                    std::int64_t height,
                    std::int64_t width,
                    Random& random) {
    const double angle = between(random, kLargestAngle) * std::numbers::pi / 180;
    const double down = between(random, kLargestShift) * static_cast<double>(height);
    const double across = between(random, kLargestShift) * static_cast<double>(width);
    const double middleY = 0.5 * static_cast<double>(height - 1);
    const double middleX = 0.5 * static_cast<double>(width - 1);
    const auto plane = static_cast<std::size_t>(height * width);
    const std::vector<float> before(image.begin(), image.end());
    for (std::int64_t row = 0; row < height; ++row)
        for (std::int64_t column = 0; column < width; ++column) {
            const double v = static_cast<double>(row) - middleY - down;
            const double u = static_cast<double>(column) - middleX - across;
            const double y = middleY + std::cos(angle) * v - std::sin(angle) * u;
            const double x = middleX + std::sin(angle) * v + std::cos(angle) * u;
            for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c)
                image[c * plane + static_cast<std::size_t>(row * width + column)] =
                    sampled(std::span(before).subspan(c * plane, plane), height, width, y, x);
        }
}

void mirror(std::span<float> image, std::int64_t width) {
    for (auto row = image.begin(); row != image.end(); row += width) std::reverse(row, row + width);
}

/// The same offset for every value, held within the image's own extremes.
void offsetColours(std::span<float> image, Random& random) {
    const auto offset = static_cast<float>(between(random, kLargestColourOffset));
    const auto [lowest, highest] = std::ranges::minmax(image);
    for (float& value : image) value = std::clamp(value + offset, lowest, highest);
}

bool coin(Random& random) { return (random.next() >> 63) != 0; }

}  // namespace

void validate(const AugmentationOptions& options, std::int64_t channels) {
    if (!(options.share > 0 && options.share <= 1))
        throw badInput(fmt::format("augment-share is {:g}; it is in (0,1]", options.share));
    if (options.kind != Augmentation::AutoAugment) return;
    if (channels != kColour)
        throw badInput(fmt::format(
            "AutoAugment needs RGB and the images have {} channel(s); use rotation and shift",
            channels));
    if (std::ssize(options.border) != channels)
        throw badInput(fmt::format("the border has {} values; the images have {} channels",
                                   options.border.size(),
                                   channels));
}

void augment(std::span<float> image,
             std::int64_t channels,
             std::int64_t height,
             std::int64_t width,
             const AugmentationOptions& options,
             std::int64_t step,
             std::int64_t sample) {
    if (options.kind == Augmentation::None) return;
    Random random({options.seed,
                   Random::wordOf("target augmentation"),
                   static_cast<std::uint64_t>(step),
                   static_cast<std::uint64_t>(sample)});
    if (random.uniform() >= options.share) return;
    if (options.kind == Augmentation::ShiftRotate) {
        shiftAndRotate(image, channels, height, width, random);
        if (channels == kColour && coin(random)) mirror(image, width);
        if (channels == kColour) offsetColours(image, random);
        return;
    }
    ByteImage bytes(height, width);
    std::ranges::transform(image, bytes.values.begin(), [](float value) {
        return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
    });
    autoAugment(bytes, options.policy, options.border, random);
    std::ranges::copy(bytes.values, image.begin());
    if (coin(random)) mirror(image, width);
}

}  // namespace winnow::distill
