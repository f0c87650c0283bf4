// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// Zip archives through libzip, with its failures told as sentences.
namespace winnow::store {

struct ArchiveEntry {
    std::uint64_t index = 0;
    std::string name;
    std::uint64_t packed = 0, unpacked = 0;  ///< bytes, as the archive claims
};

/// An archive open for reading.
class Archive {
public:
    /// Throws Error{BadInput}: no zip archive, damaged.
    explicit Archive(std::filesystem::path path);
    ~Archive();

    [[nodiscard]] const std::filesystem::path& path() const;
    [[nodiscard]] std::uint64_t size() const;  ///< of the archive itself, bytes
    [[nodiscard]] const std::vector<ArchiveEntry>& entries() const;

private:
    friend class ArchiveReader;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Unpacks one member from its beginning. Throws Error{BadInput}: encrypted, an unknown
/// compression, damaged.
class ArchiveReader {
public:
    ArchiveReader(const Archive& archive, const ArchiveEntry& entry);
    ~ArchiveReader();

    /// Returns the bytes read, fewer only at the end.
    [[nodiscard]] std::size_t read(std::span<std::byte> into);
    /// True when nothing is left; this is where the member's checksum is compared.
    [[nodiscard]] bool atEnd();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Writes an archive atomically, with fixed time stamps.
class ArchiveWriter {
public:
    explicit ArchiveWriter(std::filesystem::path target);
    ~ArchiveWriter();

    /// `head` then `body` as one member; `body` must live until commit().
    void add(const std::string& name,
             std::vector<std::byte> head,
             std::span<const std::byte> body,
             bool deflate);
    void commit();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::store
