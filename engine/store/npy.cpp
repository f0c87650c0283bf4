// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"

#include "engine/store/atomic.h"
#include "engine/store/error.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fcntl.h>
#include <new>

namespace winnow::store {
namespace {

static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory");

std::size_t dataBytes(const NpyHeader& header) {
    return static_cast<std::size_t>(elementCount(header.shape)) * itemSize(header.dtype);
}

void requireSize(const NpyHeader& header, std::size_t available, const std::string& where) {
    const std::size_t wanted = dataBytes(header);
    if (available == wanted) return;
    throw badInput(where + (available < wanted ? " is cut short: " : " is too long: ") +
                   "its header promises " + std::to_string(wanted) + " bytes of numbers, shape " +
                   shapeText(header.shape) + ", and " + std::to_string(available) +
                   " are there; copy or save it again");
}

void swapBytes(Array& array) {
    const std::size_t item = itemSize(array.dtype);
    for (std::size_t i = 0; i < array.bytes.size(); i += item)
        std::reverse(array.bytes.data() + i, array.bytes.data() + i + item);
}

/// First index fastest to last index fastest.
std::vector<std::byte> toCOrder(const Array& array) {
    const std::size_t item = itemSize(array.dtype);
    const std::size_t rank = array.shape.size();
    std::vector<std::size_t> stride(rank, item), index(rank, 0);
    for (std::size_t d = 1; d < rank; ++d)
        stride[d] = stride[d - 1] * static_cast<std::size_t>(array.shape[d - 1]);
    std::vector<std::byte> out(array.bytes.size());
    std::size_t from = 0;
    for (std::size_t to = 0; to < out.size(); to += item) {
        std::memcpy(out.data() + to, array.bytes.data() + from, item);
        for (std::size_t d = rank; d-- > 0;) {
            from += stride[d];
            if (++index[d] < static_cast<std::size_t>(array.shape[d])) break;
            from -= stride[d] * index[d];
            index[d] = 0;
        }
    }
    return out;
}

/// To C order and native endianness; truth values to 0 and 1, the only ones a bool may hold.
void normalise(Array& array, const NpyHeader& header) {
    if (header.bigEndian) swapBytes(array);
    if (header.fortranOrder && array.shape.size() > 1) array.bytes = toCOrder(array);
    if (array.dtype == DType::Bool)
        for (std::byte& value : array.bytes) value = std::byte{value != std::byte{0}};
}

/// Gives `fill` a zeroed array of the header's shape, whose size was checked before.
template <typename Fill>
Array filled(const NpyHeader& header, const std::string& where, Fill&& fill) {
    try {
        Array array(header.dtype, header.shape);
        fill(array);
        normalise(array, header);
        return array;
    } catch (const std::bad_alloc&) {
        throw outOfResources("there is not enough memory for the " +
                             std::to_string(dataBytes(header)) + " bytes of " + where);
    }
}

}  // namespace

Array readNpy(std::span<const std::byte> bytes, const std::string& where) {
    const NpyHeader header = parseNpyHeader(bytes, where);
    const auto data = bytes.subspan(header.dataOffset);
    requireSize(header, data.size(), where);
    return filled(
        header, where, [&](Array& array) { std::ranges::copy(data, array.bytes.begin()); });
}

Array readNpy(const std::filesystem::path& file) {
    const File in(file, O_RDONLY);
    const std::string where = file.string();
    const std::size_t size = in.size();
    std::vector<std::byte> head(std::min(size, kLongestNpyHeader));
    head.resize(in.read(head, 0));
    const NpyHeader header = parseNpyHeader(head, where);
    requireSize(header, size - header.dataOffset, where);
    return filled(header, where, [&](Array& array) {
        requireSize(header, in.read(array.bytes, header.dataOffset), where);
    });
}

void writeNpy(const std::filesystem::path& file, const Array& array) {
    AtomicFile out(file);
    out.write(npyHeaderBytes(array.dtype, array.shape));
    out.write(array.bytes);
    out.commit();
}

}  // namespace winnow::store
