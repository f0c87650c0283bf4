// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

/// Checksums that find damage, not forgery: zlib's CRC-32, about 1 GB/s.
namespace winnow::store {

[[nodiscard]] std::string checksum(std::span<const std::byte> bytes);  ///< "crc32:0a1b2c3d"
/// Reads the file in pieces, so its size costs no memory. Throws Error when it cannot be read.
[[nodiscard]] std::string checksumOfFile(const std::filesystem::path& file);

}  // namespace winnow::store
