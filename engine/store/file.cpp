// SPDX-License-Identifier: Apache-2.0
#include "engine/store/file.h"

#include "engine/store/system_error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace winnow::store {
namespace {

std::string_view actionOf(int flags) { return (flags & O_ACCMODE) == O_RDONLY ? "read" : "write"; }

}  // namespace

File::File(std::filesystem::path path, int flags, std::filesystem::path shownAs)
    : m_path(std::move(path)), m_shown(shownAs.empty() ? m_path : std::move(shownAs)) {
    do {
        m_descriptor = ::open(m_path.c_str(), flags | O_CLOEXEC, 0666);
    } while (m_descriptor < 0 && errno == EINTR);
    if (m_descriptor < 0) throw systemError(errno, actionOf(flags), m_shown);
}

File::~File() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

File& File::operator=(File&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_shown, other.m_shown);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

std::size_t File::size() const {
    struct stat facts {};
    if (::fstat(m_descriptor, &facts) != 0) throw systemError(errno, "read", m_shown);
    if (!S_ISREG(facts.st_mode))
        throw badInput("cannot read " + m_shown.string() + ": it is no regular file");
    return static_cast<std::size_t>(facts.st_size);
}

std::size_t File::read(std::span<std::byte> into, std::size_t offset) const {
    std::size_t done = 0;
    while (done < into.size()) {
        const ssize_t got = ::pread(m_descriptor,
                                    into.data() + done,
                                    into.size() - done,
                                    static_cast<off_t>(offset + done));
        if (got == 0) break;
        if (got > 0)
            done += static_cast<std::size_t>(got);
        else if (errno != EINTR)
            throw systemError(errno, "read", m_shown);
    }
    return done;
}

void File::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(m_descriptor, bytes.data(), bytes.size());
        if (put >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(put));
        else if (errno != EINTR)
            throw systemError(errno, "write", m_shown);
    }
}

void File::sync() {
    // Some file systems (a few FUSE ones) know no fsync and say EINVAL; nothing more can be done
    // there.
    if (::fsync(m_descriptor) != 0 && errno != EINVAL) throw systemError(errno, "write", m_shown);
}

void syncFolder(const std::filesystem::path& folder) {
    File(folder, O_RDONLY | O_DIRECTORY).sync();
}

}  // namespace winnow::store
