// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace winnow::data {

/// Deflate cannot make a file larger than this many times its packed size (zlib's manual).
inline constexpr std::uint64_t kLargestInflation = 1032;

/// Reads a file from front to back, unpacking gzip on the way where it is one. Move-only.
class ByteStream {
public:
    /// Throws Error{BadInput} when the file cannot be opened.
    explicit ByteStream(const std::filesystem::path& file);
    ~ByteStream();
    ByteStream(ByteStream&&) noexcept;
    ByteStream& operator=(ByteStream&&) noexcept;

    /// Up to out.size() bytes; fewer only at the end. Throws Error{BadInput}: damaged gzip.
    std::size_t read(std::span<std::uint8_t> out);
    /// Exactly out.size() bytes; throws Error{BadInput} that says the file is cut short.
    void readExactly(std::span<std::uint8_t> out);
    /// Leaves out the next bytes; throws as readExactly does.
    void skip(std::uint64_t bytes);
    /// True when nothing is left; reads one byte to find out.
    [[nodiscard]] bool atEnd();
    /// The file is gzip.
    [[nodiscard]] bool packed() const;
    /// The most bytes the file can hold, unpacked: what sizes in its header are checked against.
    [[nodiscard]] std::uint64_t largestSize() const;
    [[nodiscard]] const std::filesystem::path& file() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A whole file in memory, at most `limit` bytes. Throws Error{BadInput}.
[[nodiscard]] std::vector<std::uint8_t> readFile(const std::filesystem::path& file,
                                                 std::uint64_t limit);
/// The first `count` bytes of a file (fewer when it is shorter), unpacked where it is gzip.
[[nodiscard]] std::vector<std::uint8_t> readHead(const std::filesystem::path& file,
                                                 std::size_t count);
/// A path as it stands in messages and in JSON: bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string displayed(const std::filesystem::path& path);

}  // namespace winnow::data
