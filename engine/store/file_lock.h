// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/file.h"

#include <optional>

namespace winnow::store {

/// An exclusive lock on a file that says "its process lives": the kernel releases it when the
/// process ends, however that happens. Belongs to the open file, not to the process, so that two
/// holders in one process exclude each other too. Move-only.
class FileLock {
public:
    /// Creates the file where needed. Empty when somebody holds it.
    [[nodiscard]] static std::optional<FileLock> tryAcquire(const std::filesystem::path& file);
    /// Asks without taking, so that a reader never gets in the way of a writer. A file that is
    /// absent is free.
    [[nodiscard]] static bool isHeld(const std::filesystem::path& file);

    /// Releases the lock and leaves no file behind.
    void removeFile() &&;

private:
    explicit FileLock(File file) : m_file(std::move(file)) {}
    File m_file;
};

}  // namespace winnow::store
