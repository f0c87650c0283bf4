// SPDX-License-Identifier: Apache-2.0
#include "engine/store/file_lock.h"

#include "engine/store/system_error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace winnow::store {
namespace {

struct flock wholeFile(short type) {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    return range;
}

/// False when the name now means another file or none: its last holder removed it meanwhile.
bool isStillNamed(const File& file) {
    struct stat mine {
    }, named{};
    return ::fstat(file.descriptor(), &mine) == 0 && ::stat(file.path().c_str(), &named) == 0 &&
           mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

}  // namespace

// Open-file-description locks, because flock(2) cannot be asked without being taken, and because
// classic POSIX locks vanish when any other descriptor of the same file is closed.
std::optional<FileLock> FileLock::tryAcquire(const std::filesystem::path& path) {
    for (;;) {
        File file(path, O_RDWR | O_CREAT);
        struct flock range = wholeFile(F_WRLCK);
        if (::fcntl(file.descriptor(), F_OFD_SETLK, &range) != 0) {
            if (errno == EAGAIN || errno == EACCES) return std::nullopt;
            throw systemError(errno, "lock", path);
        }
        if (isStillNamed(file)) return FileLock(std::move(file));
    }
}

bool FileLock::isHeld(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return false;
    try {
        const File file(path, O_RDONLY);
        struct flock range = wholeFile(F_RDLCK);
        if (::fcntl(file.descriptor(), F_OFD_GETLK, &range) != 0)
            throw systemError(errno, "lock", path);
        return range.l_type != F_UNLCK;
    } catch (const Error&) {
        if (!std::filesystem::exists(path, ignored)) return false;  // removed meanwhile
        throw;
    }
}

void FileLock::removeFile() && {
    std::error_code ignored;
    std::filesystem::remove(m_file.path(), ignored);
    const File released = std::move(m_file);
}

}  // namespace winnow::store
