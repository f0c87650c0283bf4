// SPDX-License-Identifier: Apache-2.0
#include "engine/train/images.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::train {
namespace {

/// One channel of one image. Rows and columns outside the source get `outside`; `valueOf` is what
/// becomes of a number of the plane.
template <typename T, typename From, typename ValueOf>
void shiftedPlane(const From* plane,
                  std::int64_t height,
                  std::int64_t width,
                  const Shift& shift,
                  T outside,
                  ValueOf valueOf,
                  T* out) {
    for (std::int64_t y = 0; y < height; ++y, out += width) {
        const std::int64_t from = y + shift.down;
        if (from < 0 || from >= height) {
            std::fill_n(out, width, outside);
            continue;
        }
        const From* row = plane + from * width;
        for (std::int64_t x = 0; x < width; ++x) {
            const std::int64_t column = (shift.mirrored ? width - 1 - x : x) + shift.right;
            out[x] = column >= 0 && column < width ? valueOf(row[column]) : outside;
        }
    }
}

template <typename T>
void assembleReady(const ImageSource& source,
                   std::span<const std::int64_t> samples,
                   std::span<const Shift> shifts,
                   std::span<T> out) {
    const std::int64_t plane = source.height * source.width, size = source.imageSize();
    T* to = out.data();
    for (std::size_t i = 0; i < samples.size(); ++i, to += size) {
        const float* from = source.ready.data() + samples[i] * size;
        if (shifts.empty()) {
            std::copy_n(from, size, to);
            continue;
        }
        for (std::int64_t c = 0; c < source.channels; ++c)
            shiftedPlane(
                from + c * plane,
                source.height,
                source.width,
                shifts[i],
                T{0},
                [](float value) { return static_cast<T>(value); },
                to + c * plane);
    }
}

void checkReady(const ImageSource& source, std::size_t samples) {
    const auto size = static_cast<std::size_t>(source.imageSize());
    if (source.ready.size() != samples * size || !source.pixels.empty())
        throw badInput(fmt::format("{} labels do not fit {} values of {}x{}x{} images",
                                   samples,
                                   source.ready.size(),
                                   source.channels,
                                   source.height,
                                   source.width));
    const auto bad =
        std::ranges::find_if_not(source.ready, [](float value) { return std::isfinite(value); });
    if (bad == source.ready.end()) return;
    const auto index = static_cast<std::size_t>(bad - source.ready.begin());
    throw badInput(
        fmt::format("image {} has a value that is not finite in channel {}",
                    index / size,
                    index % size / static_cast<std::size_t>(source.height * source.width)));
}

}  // namespace

void check(const ImageSource& source) {
    const auto n = static_cast<std::size_t>(source.size());
    if (!source.targets.empty() && (n == 0 || source.targets.size() % n != 0))
        throw badInput(
            fmt::format("{} labels do not fit {} numbers of targets", n, source.targets.size()));
    if (!source.ready.empty()) return checkReady(source, n);
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
    if (!source.ready.empty()) return {};
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
    if (!source.ready.empty()) return assembleReady(source, samples, shifts, out);
    const std::int64_t plane = source.height * source.width;
    T* to = out.data();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::uint8_t* from = source.pixels.data() + samples[i] * source.imageSize();
        for (const std::array<T, 256>& values : tables) {
            if (shifts.empty())
                for (std::int64_t p = 0; p < plane; ++p) to[p] = values[from[p]];
            else
                shiftedPlane(
                    from,
                    source.height,
                    source.width,
                    shifts[i],
                    values[0],
                    [&](std::uint8_t pixel) { return values[pixel]; },
                    to);
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
