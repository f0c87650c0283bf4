// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checksum.h"

#include "engine/store/file.h"

#include <cstdio>
#include <fcntl.h>
#include <vector>
#include <zlib.h>

namespace winnow::store {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

uLong updated(uLong sum, std::span<const std::byte> bytes) {
    return crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

std::string text(uLong sum) {
    char out[16];
    std::snprintf(out, sizeof out, "crc32:%08lx", sum);
    return out;
}

}  // namespace

std::string checksum(std::span<const std::byte> bytes) {
    // crc32_z takes a null pointer, which an empty span has, as a wish for the initial value.
    return text(updated(0, bytes));
}

std::string checksumOfFile(const std::filesystem::path& file) {
    const File in(file, O_RDONLY);
    std::vector<std::byte> piece(kPiece);
    uLong sum = 0;
    for (std::size_t offset = 0;;) {
        const std::size_t got = in.read(piece, offset);
        sum = updated(sum, std::span(piece).first(got));
        offset += got;
        if (got < piece.size()) return text(sum);
    }
}

}  // namespace winnow::store
