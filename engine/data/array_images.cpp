// SPDX-License-Identifier: Apache-2.0
#include "engine/data/array_images.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <type_traits>
#include <utility>

namespace winnow::data {

namespace {

using store::Array;
using store::DType;

/// Calls `visit` with the elements as their own type.
template <typename Visit>
auto visited(const Array& array, Visit visit) {
    switch (array.dtype) {
        case DType::Bool:
        case DType::UInt8: {
            const auto* data = reinterpret_cast<const std::uint8_t*>(array.bytes.data());
            return visit(std::span(data, array.bytes.size()));
        }
        case DType::Int8:
            return visit(array.as<std::int8_t>());
        case DType::Int16:
            return visit(array.as<std::int16_t>());
        case DType::UInt16:
            return visit(array.as<std::uint16_t>());
        case DType::Int32:
            return visit(array.as<std::int32_t>());
        case DType::UInt32:
            return visit(array.as<std::uint32_t>());
        case DType::Int64:
            return visit(array.as<std::int64_t>());
        case DType::UInt64:
            return visit(array.as<std::uint64_t>());
        case DType::Float32:
            return visit(array.as<float>());
        case DType::Float64:
            return visit(array.as<double>());
    }
    throw internalError("an element type without a reader");
}

bool isChannelCount(std::int64_t n) { return n == 1 || n == 3 || n == 4; }

/// Which axis holds the channels: the one of 1, 3 or 4; where both ends could, the squarer image
/// decides.
void findLayout(ArrayImages& images, const store::Shape& shape, const std::string& where) {
    if (shape.size() == 3) {
        images.geometry = {1, shape[1], shape[2]};
    } else if (shape.size() == 4 && (isChannelCount(shape[1]) || isChannelCount(shape[3]))) {
        const bool first = isChannelCount(shape[1]), last = isChannelCount(shape[3]);
        images.channelsLast =
            last && (!first || std::abs(shape[1] - shape[2]) < std::abs(shape[2] - shape[3]));
        images.geometry = images.channelsLast ? Geometry{shape[3], shape[1], shape[2]}
                                              : Geometry{shape[1], shape[2], shape[3]};
    } else {
        throw badInput(fmt::format(
            "{} has shape {}; images are [N,H,W], [N,C,H,W] or [N,H,W,C] with 1, 3 or 4 channels",
            where,
            store::shapeText(shape)));
    }
    images.count = shape[0];
    if (images.count < 1 || images.geometry.size() == 0)
        throw badInput(
            fmt::format("{} has shape {}: it holds no images", where, store::shapeText(shape)));
}

struct ValueRange {
    double low = 0, high = 0;
    bool finite = true;
};

template <typename T>
ValueRange rangeOf(std::span<const T> values) {
    T low = values[0], high = values[0];
    bool finite = true;
    for (const T value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
        if constexpr (std::is_floating_point_v<T>) finite = finite && std::isfinite(value);
    }
    return {static_cast<double>(low), static_cast<double>(high), finite};
}

double scaleFor(const Array& array, const std::string& where, const ArrayImages* scaleOf) {
    const bool real = array.dtype == DType::Float32 || array.dtype == DType::Float64;
    const ValueRange range = visited(array, [](const auto values) { return rangeOf(values); });
    if (!range.finite)
        throw badInput(where + " holds values that are no numbers (NaN or infinite)");
    const double scale = scaleOf ? scaleOf->scale : real && range.high <= 1 ? 255 : 1;
    if (range.low < 0 || range.high * scale > 255)
        throw badInput(fmt::format(
            "{} holds values from {} to {}; images are bytes, or numbers in [0,1] or [0,255]{}",
            where,
            range.low,
            range.high,
            range.low < 0 ? " (standardised images cannot be shown: give the originals)" : ""));
    return scale;
}

}  // namespace

ArrayImages imagesOf(Array array, const std::string& where, const ArrayImages* scaleOf) {
    ArrayImages images;
    findLayout(images, array.shape, where);
    if (array.dtype == DType::UInt8 && (!scaleOf || scaleOf->scale == 1)) {
        images.pixels = std::move(array.bytes);
        return images;
    }
    images.scale = array.dtype == DType::Bool ? 255 : scaleFor(array, where, scaleOf);
    images.pixels.resize(static_cast<std::size_t>(array.count()));
    visited(array, [&](const auto values) {
        for (std::size_t i = 0; i < values.size(); ++i)
            images.pixels[i] =
                static_cast<std::byte>(static_cast<double>(values[i]) * images.scale + 0.5);
    });
    return images;
}

std::vector<std::int64_t> labelsOf(const Array& array, const std::string& where) {
    const bool column = array.shape.size() == 2 && array.shape[1] == 1;
    if (array.shape.size() != 1 && !column)
        throw badInput(fmt::format("{} has shape {}; labels are [N], one class number per image",
                                   where,
                                   store::shapeText(array.shape)));
    return visited(array, [&](const auto values) {
        std::vector<std::int64_t> labels;
        labels.reserve(values.size());
        for (const auto value : values) {
            const auto number = static_cast<double>(value);
            if (!(std::abs(number) < 1e9) || number != std::floor(number))
                throw badInput(
                    fmt::format("{} holds {}; labels are whole numbers from 0 up", where, number));
            labels.push_back(static_cast<std::int64_t>(value));
        }
        return labels;
    });
}

}  // namespace winnow::data
