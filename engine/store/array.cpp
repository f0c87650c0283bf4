// SPDX-License-Identifier: Apache-2.0
#include "engine/store/array.h"

#include "engine/store/error.h"

#include <array>

namespace winnow::store {
namespace {

struct TypeFacts {
    std::string_view name;
    std::size_t size;
};
// In the order of DType.
constexpr std::array<TypeFacts, 11> kTypes{{{"bool", 1},
                                            {"int8", 1},
                                            {"uint8", 1},
                                            {"int16", 2},
                                            {"uint16", 2},
                                            {"int32", 4},
                                            {"uint32", 4},
                                            {"int64", 8},
                                            {"uint64", 8},
                                            {"float32", 4},
                                            {"float64", 8}}};

}  // namespace

std::size_t itemSize(DType type) { return kTypes.at(static_cast<std::size_t>(type)).size; }
std::string_view dtypeName(DType type) { return kTypes.at(static_cast<std::size_t>(type)).name; }

std::int64_t elementCount(const Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        if (extent < 0 || __builtin_mul_overflow(count, extent, &count))
            throw badInput("the array shape " + shapeText(shape) + " is not a possible one");
    }
    return count;
}

std::string shapeText(const Shape& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? "," : "") + std::to_string(shape[i]);
    return text + "]";
}

Array::Array(DType type, Shape dims)
    : dtype(type),
      shape(std::move(dims)),
      bytes(static_cast<std::size_t>(elementCount(shape)) * itemSize(type)) {}

void Array::requireType(DType wanted) const {
    if (wanted != dtype)
        throw internalError("an array of " + std::string(dtypeName(dtype)) + " was read as " +
                            std::string(dtypeName(wanted)));
}

void Array::requireCount(const Array& array, std::int64_t values) {
    if (array.count() != values)
        throw internalError("an array of shape " + shapeText(array.shape) + " was given " +
                            std::to_string(values) + " values");
}

}  // namespace winnow::store
