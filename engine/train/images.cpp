// SPDX-License-Identifier: Apache-2.0
#include "engine/train/images.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::train {
namespace {

/// One channel of one image. Rows and columns outside the source keep the value of a black pixel.
template <typename T>
void shiftedPlane(const std::uint8_t* plane,
                  std::int64_t height,
                  std::int64_t width,
                  const Shift& shift,
                  T scale,
                  T black,
                  T* out) {
    for (std::int64_t y = 0; y < height; ++y, out += width) {
        const std::int64_t from = y + shift.down;
        if (from < 0 || from >= height) {
            std::fill_n(out, width, black);
            continue;
        }
        const std::uint8_t* row = plane + from * width;
        for (std::int64_t x = 0; x < width; ++x) {
            const std::int64_t column = (shift.mirrored ? width - 1 - x : x) + shift.right;
            const bool inside = column >= 0 && column < width;
            out[x] = inside ? static_cast<T>(row[column]) * scale + black : black;
        }
    }
}

template <typename T>
void plainPlane(const std::uint8_t* plane, std::int64_t count, T scale, T black, T* out) {
    for (std::int64_t i = 0; i < count; ++i) out[i] = static_cast<T>(plane[i]) * scale + black;
}

}  // namespace

void check(const ImageSource& source) {
    const auto n = static_cast<std::size_t>(source.size());
    if (source.pixels.size() != n * static_cast<std::size_t>(source.imageSize()))
        throw badInput(fmt::format("{} labels do not fit {} pixels of {}x{}x{} images",
                                   n,
                                   source.pixels.size(),
                                   source.channels,
                                   source.height,
                                   source.width));
    const auto channels = static_cast<std::size_t>(source.channels);
    if (source.mean.size() != channels || source.deviation.size() != channels)
        throw badInput(
            fmt::format("mean and deviation have {} and {} values; the images have {} channels",
                        source.mean.size(),
                        source.deviation.size(),
                        channels));
    for (const double deviation : source.deviation)
        if (!std::isfinite(deviation) || deviation <= 0)
            throw badInput(
                fmt::format("a channel's deviation is {}; it has to be above 0", deviation));
}

template <typename T>
void assemble(const ImageSource& source,
              std::span<const std::int64_t> samples,
              std::span<const Shift> shifts,
              std::span<T> out) {
    const std::int64_t plane = source.height * source.width;
    T* to = out.data();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::uint8_t* from = source.pixels.data() + samples[i] * source.imageSize();
        for (std::size_t c = 0; c < static_cast<std::size_t>(source.channels);
             ++c, from += plane, to += plane) {
            const T scale = static_cast<T>(1.0 / (255.0 * source.deviation[c]));
            const T black = static_cast<T>(-source.mean[c] / source.deviation[c]);
            if (shifts.empty())
                plainPlane(from, plane, scale, black, to);
            else
                shiftedPlane(from, source.height, source.width, shifts[i], scale, black, to);
        }
    }
}

template void assemble(const ImageSource&,
                       std::span<const std::int64_t>,
                       std::span<const Shift>,
                       std::span<float>);
template void assemble(const ImageSource&,
                       std::span<const std::int64_t>,
                       std::span<const Shift>,
                       std::span<double>);

}  // namespace winnow::train
