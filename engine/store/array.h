// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::store {

/// Element types Winnow reads and writes; the names are NumPy's.
enum class DType { Bool, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Float32, Float64 };

[[nodiscard]] std::size_t itemSize(DType type);
[[nodiscard]] std::string_view dtypeName(DType type);  ///< "float32", "uint8", ...

template <typename T>
[[nodiscard]] constexpr DType dtypeOf();
template <> constexpr DType dtypeOf<bool>() { return DType::Bool; }
template <> constexpr DType dtypeOf<std::int8_t>() { return DType::Int8; }
template <> constexpr DType dtypeOf<std::uint8_t>() { return DType::UInt8; }
template <> constexpr DType dtypeOf<std::int16_t>() { return DType::Int16; }
template <> constexpr DType dtypeOf<std::uint16_t>() { return DType::UInt16; }
template <> constexpr DType dtypeOf<std::int32_t>() { return DType::Int32; }
template <> constexpr DType dtypeOf<std::uint32_t>() { return DType::UInt32; }
template <> constexpr DType dtypeOf<std::int64_t>() { return DType::Int64; }
template <> constexpr DType dtypeOf<std::uint64_t>() { return DType::UInt64; }
template <> constexpr DType dtypeOf<float>() { return DType::Float32; }
template <> constexpr DType dtypeOf<double>() { return DType::Float64; }

using Shape = std::vector<std::int64_t>;

/// Number of elements; throws Error{BadInput} when a dimension is negative or the product overflows.
[[nodiscard]] std::int64_t elementCount(const Shape& shape);
[[nodiscard]] std::string shapeText(const Shape& shape);  ///< "[6,1,5,5]"

/// A C-ordered array that owns its bytes.
struct Array {
    DType dtype = DType::Float32;
    Shape shape;
    std::vector<std::byte> bytes;

    Array() = default;
    Array(DType type, Shape dims);  ///< zero-filled

    template <typename T>
    [[nodiscard]] static Array from(std::span<const T> values, Shape dims) {
        Array array(dtypeOf<T>(), std::move(dims));
        requireCount(array, static_cast<std::int64_t>(values.size()));
        const auto raw = std::as_bytes(values);
        array.bytes.assign(raw.begin(), raw.end());
        return array;
    }
    /// View as T; throws Error{Internal} when T is not the array's element type.
    template <typename T>
    [[nodiscard]] std::span<const T> as() const {
        requireType(dtypeOf<T>());
        return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    template <typename T>
    [[nodiscard]] std::span<T> as() {
        requireType(dtypeOf<T>());
        return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    [[nodiscard]] std::int64_t count() const { return elementCount(shape); }

private:
    void requireType(DType wanted) const;
    static void requireCount(const Array& array, std::int64_t values);
};

/// Arrays by name, as a .npz or .safetensors file holds them.
using NamedArrays = std::map<std::string, Array>;

}  // namespace winnow::store
