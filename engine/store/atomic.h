// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/file.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

/// Files that are either wholly there or not there at all.
namespace winnow::store {

/// A file under construction beside its final place; without commit() nothing of it remains.
class AtomicFile {
public:
    /// Throws Error when the folder is absent, read-only or full.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Temporary name in the target's folder, for libraries that open files themselves.
    [[nodiscard]] const std::filesystem::path& temporary() const { return m_file.path(); }
    void write(std::span<const std::byte> bytes) { m_file.write(bytes); }
    /// Syncs the file, gives it its name (replacing an older file) and syncs the folder.
    void commit();

private:
    std::filesystem::path m_target;
    File m_file;
    bool m_committed = false;
};

void writeFile(const std::filesystem::path& file, std::span<const std::byte> bytes);
void writeFile(const std::filesystem::path& file, std::string_view text);

/// Whole file; Error{BadInput} when it is larger than `limit` bytes.
[[nodiscard]] std::string readText(const std::filesystem::path& file,
                                   std::size_t limit = std::size_t{64} << 20);

/// rename(2) within one file system, both folders synced.
void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to);

/// 16 hexadecimal digits from the system's random source: names that no other process takes.
[[nodiscard]] std::string randomName();
/// A hidden name in the folder of `target`; isTemporary() knows it again.
[[nodiscard]] std::filesystem::path temporaryBeside(const std::filesystem::path& target);
[[nodiscard]] bool isTemporary(const std::filesystem::path& file);

}  // namespace winnow::store
