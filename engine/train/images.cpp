// SPDX-License-Identifier: Apache-2.0
#include "engine/train/images.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::train {
namespace {

/// One channel of one image. Rows and columns outside the source get the value of a black pixel.
template <typename T>
void shiftedPlane(const std::uint8_t* plane,
                  std::int64_t height,
                  std::int64_t width,
                  const Shift& shift,
                  const std::array<T, 256>& values,
                  T* out) {
    for (std::int64_t y = 0; y < height; ++y, out += width) {
        const std::int64_t from = y + shift.down;
        if (from < 0 || from >= height) {
            std::fill_n(out, width, values[0]);
            continue;
        }
        const std::uint8_t* row = plane + from * width;
        for (std::int64_t x = 0; x < width; ++x) {
            const std::int64_t column = (shift.mirrored ? width - 1 - x : x) + shift.right;
            out[x] = column >= 0 && column < width ? values[row[column]] : values[0];
        }
    }
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
std::vector<std::array<T, 256>> normalisedValues(const ImageSource& source) {
    std::vector<std::array<T, 256>> tables(static_cast<std::size_t>(source.channels));
    for (std::size_t c = 0; c < tables.size(); ++c)
        for (std::size_t v = 0; v < 256; ++v)
            tables[c][v] = static_cast<T>((static_cast<double>(v) / 255.0 - source.mean[c]) /
                                          source.deviation[c]);
    return tables;
}

template <typename T>
void assemble(const ImageSource& source,
              const std::vector<std::array<T, 256>>& tables,
              std::span<const std::int64_t> samples,
              std::span<const Shift> shifts,
              std::span<T> out) {
    const std::int64_t plane = source.height * source.width;
    T* to = out.data();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::uint8_t* from = source.pixels.data() + samples[i] * source.imageSize();
        for (const std::array<T, 256>& values : tables) {
            if (shifts.empty())
                for (std::int64_t p = 0; p < plane; ++p) to[p] = values[from[p]];
            else
                shiftedPlane(from, source.height, source.width, shifts[i], values, to);
            from += plane;
            to += plane;
        }
    }
}

template std::vector<std::array<float, 256>> normalisedValues(const ImageSource&);
template std::vector<std::array<double, 256>> normalisedValues(const ImageSource&);
template void assemble(const ImageSource&,
                       const std::vector<std::array<float, 256>>&,
                       std::span<const std::int64_t>,
                       std::span<const Shift>,
                       std::span<float>);
template void assemble(const ImageSource&,
                       const std::vector<std::array<double, 256>>&,
                       std::span<const std::int64_t>,
                       std::span<const Shift>,
                       std::span<double>);

}  // namespace winnow::train
