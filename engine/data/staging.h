// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace winnow::data {

/// A folder under construction beside its final place; without commit() nothing of it remains.
class StagingFolder {
public:
    /// Throws Error{BadInput} when `target` is a file, a folder with something in it, or in a place
    /// that cannot be written to; its parent folders are made.
    explicit StagingFolder(const std::filesystem::path& target);
    ~StagingFolder();
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_temporary; }
    /// path() / relative, its folders made.
    [[nodiscard]] std::filesystem::path place(const std::filesystem::path& relative) const;
    /// Writes a small file. Throws Error.
    void write(const std::filesystem::path& relative, std::string_view text) const;
    void write(const std::filesystem::path& relative, std::span<const std::uint8_t> bytes) const;
    /// Brings everything to the disk and gives the folder its name.
    void commit();

private:
    std::filesystem::path m_target, m_temporary;
    bool m_committed = false;
};

/// Appends to a file, gzip-packed if asked, in pieces of a megabyte. Throws Error (a full disk
/// among them).
class RecordWriter {
public:
    RecordWriter(const std::filesystem::path& file, bool packed);
    ~RecordWriter();
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;

    void append(std::span<const std::uint8_t> bytes);
    /// Everything is handed to the system. Without it the file is not complete.
    void finish();

private:
    void flush();

    std::filesystem::path m_file;
    std::vector<std::uint8_t> m_buffer;
    store::File m_plain;
    void* m_packed = nullptr;
};

}  // namespace winnow::data
