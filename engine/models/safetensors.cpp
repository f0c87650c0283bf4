// SPDX-License-Identifier: Apache-2.0
#include "engine/models/safetensors.h"

#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <string>

namespace winnow::models {
namespace {

using nlohmann::json;
using store::DType;

constexpr std::size_t kPrefix = 8;                   // bytes of the header's length
constexpr std::uint64_t kLongestHeader = 100 << 20;  // as the format's own reader limits it

struct TypeName {
    std::string_view name;
    DType dtype;
};
constexpr std::array<TypeName, 11> kTypes{{{"BOOL", DType::Bool},
                                           {"I8", DType::Int8},
                                           {"U8", DType::UInt8},
                                           {"I16", DType::Int16},
                                           {"U16", DType::UInt16},
                                           {"I32", DType::Int32},
                                           {"U32", DType::UInt32},
                                           {"I64", DType::Int64},
                                           {"U64", DType::UInt64},
                                           {"F32", DType::Float32},
                                           {"F64", DType::Float64}}};

[[nodiscard]] Error damaged(const std::filesystem::path& file, const std::string& what) {
    return badInput(file.string() + " is not a whole .safetensors file: " + what);
}

float fromBfloat16(std::uint16_t half) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16);
}

/// IEEE 754 binary16, subnormal numbers included.
float fromFloat16(std::uint16_t half) {
    const float sign = (half & 0x8000U) != 0 ? -1.0F : 1.0F;
    const int exponent = (half >> 10) & 0x1F;
    const int fraction = half & 0x3FF;
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
    if (exponent == 31) return fraction == 0 ? sign * HUGE_VALF : std::nanf("");
    return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

store::Array widened(std::span<const std::byte> bytes, const store::Shape& shape, bool brain) {
    store::Array array(DType::Float32, shape);
    const auto out = array.as<float>();
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, bytes.data() + 2 * i, 2);
        out[i] = brain ? fromBfloat16(half) : fromFloat16(half);
    }
    return array;
}

json headerOf(const std::filesystem::path& file, const store::File& stream, std::uint64_t length) {
    std::string text(length, '\0');
    if (stream.read(std::as_writable_bytes(std::span(text)), kPrefix) != length)
        throw damaged(file, "its header is cut short");
    json header = json::parse(text, nullptr, false);
    if (!header.is_object()) throw damaged(file, "its header is no JSON object");
    return header;
}

/// One tensor's place in the file, checked against the file's size.
struct Entry {
    std::string type;
    store::Shape shape;
    std::uint64_t begin = 0, end = 0;
};

Entry entryOf(const std::filesystem::path& file,
              const std::string& name,
              const json& facts,
              std::uint64_t available) {
    Entry entry;
    try {
        entry.type = facts.at("dtype").get<std::string>();
        entry.shape = facts.at("shape").get<store::Shape>();
        entry.begin = facts.at("data_offsets").at(0).get<std::uint64_t>();
        entry.end = facts.at("data_offsets").at(1).get<std::uint64_t>();
    } catch (const json::exception&) {
        throw damaged(file, "the header's entry " + name + " lacks dtype, shape or data_offsets");
    }
    if (entry.begin > entry.end || entry.end > available)
        throw damaged(file, name + " lies outside the file");
    return entry;
}

store::Array readEntry(const std::filesystem::path& file,
                       const store::File& stream,
                       const std::string& name,
                       const Entry& entry,
                       std::size_t dataBegin) {
    const bool half = entry.type == "F16" || entry.type == "BF16";
    const auto type = std::find_if(
        kTypes.begin(), kTypes.end(), [&](const TypeName& t) { return t.name == entry.type; });
    if (!half && type == kTypes.end())
        throw badInput(name + " in " + file.string() + " is of type " + entry.type +
                       "; Winnow reads F16, BF16, F32, F64 and integers");
    const std::uint64_t item = half ? 2 : store::itemSize(type->dtype);
    if (static_cast<std::uint64_t>(store::elementCount(entry.shape)) * item !=
        entry.end - entry.begin)
        throw damaged(file,
                      name + " has " + std::to_string(entry.end - entry.begin) +
                          " bytes, which its shape " + store::shapeText(entry.shape) +
                          " does not need");
    std::vector<std::byte> bytes(entry.end - entry.begin);
    if (stream.read(bytes, dataBegin + entry.begin) != bytes.size())
        throw damaged(file, name + " is cut short");
    if (half) return widened(bytes, entry.shape, entry.type == "BF16");
    store::Array array;
    array.dtype = type->dtype;
    array.shape = entry.shape;
    array.bytes = std::move(bytes);
    return array;
}

}  // namespace

store::NamedArrays readSafetensors(const std::filesystem::path& file) {
    const store::File stream(file, O_RDONLY);
    const std::uint64_t size = stream.size();
    std::array<std::byte, kPrefix> prefix{};
    if (stream.read(prefix, 0) != kPrefix)
        throw damaged(file, "it has " + std::to_string(size) + " bytes");
    const auto length = std::bit_cast<std::uint64_t>(prefix);
    if (length > kLongestHeader || length > size - kPrefix)
        throw damaged(file, "its header claims " + std::to_string(length) + " bytes");
    const json header = headerOf(file, stream, length);
    store::NamedArrays arrays;
    for (const auto& [name, facts] : header.items()) {
        if (name == "__metadata__") continue;
        const Entry entry = entryOf(file, name, facts, size - kPrefix - length);
        arrays[name] = readEntry(file, stream, name, entry, kPrefix + length);
    }
    return arrays;
}

void writeSafetensors(const std::filesystem::path& file, const store::NamedArrays& arrays) {
    json header = json::object();
    std::uint64_t at = 0;
    for (const auto& [name, array] : arrays) {
        const std::uint64_t end = at + array.bytes.size();
        header[name] = {{"dtype", kTypes.at(static_cast<std::size_t>(array.dtype)).name},
                        {"shape", array.shape},
                        {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');  // numbers begin on an 8-byte boundary
    const auto prefix =
        std::bit_cast<std::array<std::byte, kPrefix>>(static_cast<std::uint64_t>(text.size()));
    store::AtomicFile out(file);
    out.write(prefix);
    out.write(std::as_bytes(std::span(text)));
    for (const auto& [name, array] : arrays) out.write(array.bytes);
    out.commit();
}

}  // namespace winnow::models
