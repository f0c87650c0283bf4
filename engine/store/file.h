// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

namespace winnow::store {

/// A POSIX file descriptor that closes itself. Move-only. Every failure is an Error that names the
/// file.
class File {
public:
    /// `flags` as for open(2); O_CLOEXEC is added. Errors name `shownAs` where it is given: the
    /// file a person knows, where `path` is a temporary one.
    File(std::filesystem::path path, int flags, std::filesystem::path shownAs = {});
    ~File();
    File(File&& other) noexcept
        : m_path(std::move(other.m_path)),
          m_shown(std::move(other.m_shown)),
          m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    File& operator=(File&& other) noexcept;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

    /// Bytes in the file. Throws Error{BadInput} when it is no regular file.
    [[nodiscard]] std::size_t size() const;
    /// Fills `into` from `offset`; returns the bytes read, fewer only at the end of the file.
    [[nodiscard]] std::size_t read(std::span<std::byte> into, std::size_t offset) const;
    /// Appends at the descriptor's position.
    void write(std::span<const std::byte> bytes);
    void sync();

private:
    std::filesystem::path m_path, m_shown;
    int m_descriptor = -1;
};

/// Makes names that were added, renamed or removed in a folder survive a power cut.
void syncFolder(const std::filesystem::path& folder);

}  // namespace winnow::store
